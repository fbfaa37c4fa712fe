import { describe, expect, it } from "vitest";
import { MOMENTS, type MomentName } from "../../src/domain/kinds.ts";
import { alert, change, draft, incident, message, page, status } from "./draft/views.ts";

const clock = (text: string | null) => text?.slice(11, 16) ?? null;

function momentsOf(...args: Parameters<typeof draft>) {
  const { moments } = draft(...args);
  return Object.fromEntries(MOMENTS.map((name) => [name, clock(moments[name].at)])) as Record<
    MomentName,
    string | null
  >;
}

const course = [
  change("web-13", -10, "succeeded"),
  alert("Errors", 0),
  page("Q7", 1, "triggered", { title: "Errors" }),
  page("Q7", 4, "acknowledged"),
  incident("i1", 6, "declared"),
  change("web-12", 20, "rolled_back"),
  message("m1", 25, "error rate is back to normal"),
  alert("Errors", 27, "resolved", { start: 0 }),
  status("s1", 40, "resolved"),
];
const opener = { openers: ["am/am:v1:Errors:0:firing"] };

describe("key moments", () => {
  it("each stand on an entry, and say by which rule", () => {
    const drafted = draft(course, opener);
    expect(momentsOf(course, opener)).toEqual({
      impactStarted: "10:00",
      detected: "10:00",
      declared: "10:06",
      acknowledged: "10:04",
      mitigated: "10:25",
      resolved: "10:40",
      impactEnded: "10:25",
    });
    for (const moment of Object.values(drafted.moments)) {
      const on = drafted.entries.find(({ entry }) => entry.id === moment.entry)?.entry;
      expect(on?.at).toBe(moment.at);
      expect(moment.reason).toMatch(/^[a-z_]+: ./);
    }
  });

  it("are unknown, and say so, where nothing in the record tells", () => {
    const { moments } = draft([message("m1", 0, "thanks!")]);
    for (const name of MOMENTS)
      expect(moments[name]).toMatchObject({ at: null, entry: null, reason: expect.stringMatching(/^unknown: /) });
  });

  it("do not come from what led up to the incident", () => {
    const early = [message("m0", -30, "error rate was back to normal at night, deployed the fix"), alert("Errors", 0)];
    expect(momentsOf(early, opener)).toMatchObject({ detected: "10:00", mitigated: null });
  });
});

describe("detected", () => {
  const early = (minute: number, facts = {}) => alert("Latency", minute, "firing", { severity: "high", ...facts });
  const end = (minute: number) => alert("Latency", minute, "resolved", { start: -2 });

  it("is the first alert of the incident, also one too mild to open it", () => {
    expect(momentsOf([early(-2), ...course], opener)).toMatchObject({ detected: "09:58", impactStarted: "09:58" });
  });

  it("is no alert that had cleared before, is minor, or fired long before", () => {
    expect(momentsOf([early(-2), end(-1), ...course], opener).detected).toBe("10:00");
    expect(momentsOf([early(-2, { severity: "low" }), ...course], opener).detected).toBe("10:00");
    expect(momentsOf([early(-40), ...course], opener).detected).toBe("10:00");
  });
});

describe("mitigated", () => {
  it("is what a person says of it, before any recovery", () => {
    expect(momentsOf([...course, message("m2", 30, "it's mitigated as of now")], opener).mitigated).toBe("10:30");
  });

  it("is no report of trouble, whatever the words or the name of who reports", () => {
    const asks = message("m2", 12, "customers can't pay. if it is mitigated, tell us");
    const actor = { type: "human", id: "slack:U0000MEAN", name: "declares_mitigated" } as const;
    const reports = message("m3", 14, "customers can't pay", { actor });
    expect(momentsOf([alert("Errors", 0), asks, reports], opener).mitigated).toBeNull();
  });

  it("is no recovery after which the trouble came back", () => {
    const [back, again] = [message("m3", 30, "latency is back"), message("m4", 38, "latency is back to normal")];
    expect(momentsOf([...course, back], opener).mitigated).toBeNull();
    expect(momentsOf([...course, back, again], opener).mitigated).toBe("10:38");
  });

  it("is never an attempt after which the errors are back", () => {
    const attempt = message("m1", 12, "restarted web-7, errors are back after a minute");
    expect(momentsOf([alert("Errors", 0), attempt], opener).mitigated).toBeNull();
  });

  it("is the status page's word, where nobody says anything, or the last change of the quarter of an hour before it", () => {
    const [errors, post] = [alert("Errors", 0), status("s1", 25, "monitoring")];
    expect(momentsOf([errors, post]).mitigated).toBe("10:25");
    const [early, late] = [change("web-14", 9, "succeeded"), change("web-15", 12, "succeeded")];
    expect(momentsOf([errors, early, post]).mitigated).toBe("10:25");
    expect(momentsOf([errors, early, late, post]).mitigated).toBe("10:12");
  });
});

describe("mitigated, by the alerts that opened the incident", () => {
  const cleared = (name: string, minute: number) => alert(name, minute, "resolved", { start: 0 });
  const three = ["Errors", "Latency", "Logins"].map((name, at) => alert(name, 0, "firing", { service: `s${at}` }));
  const openers = { openers: three.map(({ event }) => event.key) };

  it("is the end of most of them: neither the first nor one that lags behind", () => {
    const ends = [cleared("Errors", 10), cleared("Latency", 20), cleared("Logins", 90)];
    expect(momentsOf([...three, ...ends], openers).mitigated).toBe("10:20");
  });

  it("is unknown where most of them never ended", () => {
    expect(momentsOf([...three, cleared("Errors", 10)], openers).mitigated).toBeNull();
  });

  it("is none of those before another of them fired", () => {
    const late = alert("Queue", 30);
    const ends = [cleared("Errors", 10), cleared("Latency", 11), alert("Queue", 40, "resolved", { start: 30 })];
    const all = { openers: [...openers.openers, late.event.key] };
    expect(momentsOf([...three, late, ...ends], all).mitigated).toBe("10:40");
  });

  it("is the deployment or the recovery at most five minutes before", () => {
    const end = cleared("Errors", 30);
    const [near, far] = [change("web-14", 26, "succeeded"), message("m1", 14, "logins work again")];
    expect(momentsOf([alert("Errors", 0), near, end]).mitigated).toBe("10:26");
    expect(momentsOf([alert("Errors", 0), far, end]).mitigated).toBe("10:30");
    expect(momentsOf([alert("Errors", 0), change("web-14", 26, "failed"), end]).mitigated).toBe("10:30");
  });

  it("is the last change in the three minutes before somebody sees that it is well: they looked after it", () => {
    const end = cleared("Errors", 30);
    const [early, late] = [change("web-14", 23, "succeeded"), change("web-15", 25, "succeeded")];
    const sees = message("m1", 27, "logins work again");
    expect(momentsOf([alert("Errors", 0), early, sees, end]).mitigated).toBe("10:27");
    expect(momentsOf([alert("Errors", 0), early, late, sees, end]).mitigated).toBe("10:25");
    expect(momentsOf([alert("Errors", 0), change("web-16", 25, "failed"), sees, end]).mitigated).toBe("10:27");
  });

  it("is, where nothing came so near, the last change of the quarter of an hour before, once it was done, or what is told of the recovery after it", () => {
    const end = cleared("Errors", 30);
    const [first, last] = [change("web-14", 16, "succeeded"), change("web-15", 18, "succeeded")];
    expect(momentsOf([alert("Errors", 0), first, last, end]).mitigated).toBe("10:18");
    expect(momentsOf([alert("Errors", 0), change("web-14", 14, "succeeded"), end]).mitigated).toBe("10:30");
    const told = message("m1", 20, "logins work again");
    expect(momentsOf([alert("Errors", 0), first, last, told, end]).mitigated).toBe("10:20");
    expect(momentsOf([alert("Errors", 0), told, change("web-16", 22, "succeeded"), end]).mitigated).toBe("10:22");
    const long = [change("web-14", 17, "started"), change("web-14", 23, "succeeded")];
    expect(momentsOf([alert("Errors", 0), ...long, end]).mitigated).toBe("10:23");
  });
});

describe("mitigated, where alerts end half an hour or more after the status page only watches", () => {
  const [errors, watched] = [alert("Errors", 0), status("s1", 50, "monitoring")];
  const end = (minute: number) => alert("Errors", minute, "resolved", { start: 0 });
  const tells = (minute: number) => message(`m${minute}`, minute, "error rate is back to normal");
  const at = (...rest: Parameters<typeof draft>[0][number][]) => momentsOf([errors, watched, ...rest]).mitigated;

  it("is the beginning of what people tell of a recovery in the quarter of an hour before", () => {
    expect(at(tells(41), tells(45), end(80))).toBe("10:41");
    expect(at(tells(41), tells(45), end(79))).toBe("11:19");
    expect(at(tells(34), end(80))).toBe("11:20");
  });

  it("is what it would be otherwise, where somebody tells of a recovery then as well, or nobody did before", () => {
    expect(at(tells(41), tells(86), end(88))).toBe("11:26");
    expect(at(end(80))).toBe("11:20");
  });
});

describe("mitigated, where no alert tells", () => {
  const began = message("m1", 0, "customers report that checkout is down");

  it("is a person's word that it is over, half an hour or more before the declared end", () => {
    const over = (minute: number) => message("m2", minute, "calling it fixed, the rest can wait for tomorrow");
    expect(momentsOf([began, over(20), incident("i1", 50, "resolved")]).mitigated).toBe("10:20");
    expect(momentsOf([began, over(40), incident("i1", 50, "resolved")]).mitigated).toBeNull();
  });

  it("is the last recovery, plain words before hedged ones; what it stands on is a line of the timeline", () => {
    const plain = message("m2", 20, "checkout is back to normal");
    const hedged = message("m3", 30, "seems to be back to normal in the app as well");
    expect(momentsOf([began, plain, hedged]).mitigated).toBe("10:20");
    const drafted = draft([began, hedged]);
    const on = drafted.entries.find(({ entry }) => entry.id === drafted.moments.mitigated.entry)?.entry;
    expect(on).toMatchObject({ visibility: "timeline", at: expect.stringContaining("10:30") });
  });

  it("is the last that is told as a recovery, also where only its words as a whole tell so", () => {
    const [well, weighed] = [
      message("m2", 20, "checkout is back to normal"),
      message("m3", 44, "payments go through on all four lanes"),
    ];
    expect(momentsOf([began, well]).mitigated).toBe("10:20");
    expect(momentsOf([began, well, weighed]).mitigated).toBe("10:44");
    expect(momentsOf([began, well, weighed, status("s1", 50, "monitoring")]).mitigated).toBe("10:44");
  });

  it("is the last rollback, where nobody tells of a recovery", () => {
    const back = change("web-12", 10, "rolled_back");
    expect(momentsOf([began, back, change("web-15", 40, "succeeded")]).mitigated).toBe("10:10");
    expect(momentsOf([began, back, message("m2", 20, "checkout is back to normal")]).mitigated).toBe("10:20");
  });
});

describe("impact started", () => {
  const errors = alert("Errors", 0);
  const at = (text: string, minute = 9) => draft([errors, message("m1", minute, text)]).moments.impactStarted;

  it("is when somebody says that it began, with the seconds if they are told", () => {
    expect(at("first failed order is from 09:52:07")).toMatchObject({ at: "2026-03-01T09:52:07Z" });
    expect(at("in the graph shelf-2 goes up at 09:52")).toMatchObject({ at: "2026-03-01T09:52:00Z" });
    expect(at("no order has gone through since 09:52")).toMatchObject({ reason: expect.stringMatching(/^said: /) });
  });

  it("is what is said of it last", () => {
    const said = (minute: number, text: string) => message(`m${minute}`, minute, text);
    const told = [said(5, "it sees the copies too since 9:20"), said(9, "the very first 5xx in the logs is 09:52:07")];
    expect(draft([errors, ...told]).moments.impactStarted.at).toBe("2026-03-01T09:52:07Z");
    expect(at("from the graphs orders began to wait at 09:48")).toMatchObject({ at: "2026-03-01T09:48:00Z" });
  });

  it("is when a certificate ran out, as its end is quoted or told, and no end that is to come or of another day", () => {
    const quoted = (end: string) => clock(at(`belt-cert:\nnotAfter=${end} GMT\nsubject=CN = belts.example`).at);
    expect(quoted("Mar  1 09:52:07 2026")).toBe("09:52");
    expect(quoted("Mar 31 09:52:07 2026")).toBe("10:00");
    expect(quoted("Feb 28 09:52:07 2026")).toBe("10:00");
    expect(clock(at("the belts' certificate expired at 09:52").at)).toBe("09:52");
  });

  it("is not when something new was put to use", () => {
    expect(clock(at("found it, since 09:52 the sorter runs a new map of the hall").at)).toBe("10:00");
    expect(clock(at("found it, since 09:52:07 the sorter reads both maps").at)).toBe("10:00");
    expect(clock(at("since 09:52 the sorter runs empty").at)).toBe("09:52");
  });

  it("is no guess, no question, nothing after the first sign or hours before", () => {
    for (const text of [
      "maybe since 09:52",
      "is this since 09:52?",
      "errors since 10:04",
      "that box has been up since 05:10",
      "our copy of it is from 09:26",
      "they uploaded nine times since 09:30",
    ])
      expect(clock(at(text).at)).toBe("10:00");
  });
});

describe("acknowledged", () => {
  const report = message("m1", 0, "customers report that checkout is down", {
    actor: { type: "human", name: "Kirra" },
  });

  it("is the first who takes it on, where no page was acknowledged; not who reported it", () => {
    const takes = message("m3", 4, "will take a look", { actor: { type: "human", name: "Boaz" } });
    const self = message("m2", 2, "taking a look at this myself", { actor: { type: "human", name: "Kirra" } });
    expect(momentsOf([report, self, takes]).acknowledged).toBe("10:04");
    expect(momentsOf([report, takes, page("Q7", 9, "acknowledged")]).acknowledged).toBe("10:09");
  });

  it("may be two words, of who did not report it", () => {
    const says = (name: string, text: string) => message("m2", 3, text, { actor: { type: "human", name } });
    expect(momentsOf([report, says("Boaz", "here, on it")]).acknowledged).toBe("10:03");
    expect(momentsOf([report, says("Boaz", "morning. looking")]).acknowledged).toBe("10:03");
    expect(momentsOf([report, says("Boaz", "ouch, thanks")]).acknowledged).toBeNull();
    expect(momentsOf([report, says("Kirra", "here, on it")]).acknowledged).toBeNull();
  });
});

describe("resolved", () => {
  it("is the incident tool's end, before the status page's and the page's", () => {
    const ends = [
      alert("Errors", 0),
      page("Q7", 50, "resolved"),
      status("s1", 60, "resolved"),
      incident("i1", 70, "resolved"),
    ];
    expect(momentsOf(ends).resolved).toBe("11:10");
    expect(momentsOf(ends.slice(0, 3)).resolved).toBe("11:00");
    expect(momentsOf(ends.slice(0, 2)).resolved).toBe("10:50");
  });

  it.each([
    ["the incident tool's", incident, "declared"],
    ["the status page's", status, "investigating"],
  ] as const)("is %s end only where it closed all that it opened", (_, of, opens) => {
    const step = (id: string, minute: number, action: string) => of(id, minute, action, { group: id });
    const one = [step("i1", 0, opens), step("i2", 3, opens), step("i2", 20, "resolved")];
    expect(momentsOf(one).resolved).toBeNull();
    expect(momentsOf([...one, step("i1", 50, "resolved")]).resolved).toBe("10:50");
    expect(momentsOf([...one, page("Q7", 40, "triggered"), page("Q7", 60, "resolved")]).resolved).toBe("11:00");
    const [, ...own] = one;
    const another = of("i1", 0, opens, { group: "i1", key: `another/inc:v1:i1:${opens}` });
    expect(momentsOf([another, ...own]).resolved, "what another opened is not its to close").toBe("10:20");
  });

  it("is the last alert's end where nobody declared one, and unknown while an alert fires", () => {
    const cleared = [alert("Errors", 0), alert("Errors", 27, "resolved", { start: 0 })];
    expect(momentsOf(cleared).resolved).toBe("10:27");
    expect(momentsOf([...cleared, alert("Latency", 5)]).resolved).toBeNull();
  });

  it("is what is taken for an end after the last alert's", () => {
    const cleared = [alert("Errors", 0), alert("Errors", 27, "resolved", { start: 0 })];
    const closing = (minute: number) => message("m1", minute, "closing it here, thanks all, review on friday");
    expect(momentsOf([...cleared, closing(50)]).resolved).toBe("10:50");
    expect(momentsOf([...cleared, closing(20)]).resolved).toBe("10:27");
  });

  it("is not known while an alert fires, though bots tell of it, and of the end of another", () => {
    const bot = { actor: { type: "automation", name: "monitor" } } as const;
    const posts = [
      message("p1", 6, "FIRING: Latency: too many errors", bot),
      message("p2", 28, "RESOLVED: Errors: too many errors", bot),
    ];
    const events = [alert("Errors", 0), alert("Errors", 27, "resolved", { start: 0 }), alert("Latency", 5), ...posts];
    const sorts = draft(events).entries.map(({ entry }) => [entry.kind, entry.evidence.length]);
    expect(sorts).toEqual([
      ["alert", 1],
      ["alert", 2],
      ["alert_cleared", 2],
    ]);
    expect(momentsOf(events).resolved).toBeNull();
  });
});
