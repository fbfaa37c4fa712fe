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
      impactEnded: "10:27",
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

  it("is the status page's word, where nobody says anything", () => {
    expect(momentsOf([alert("Errors", 0), status("s1", 15, "monitoring")]).mitigated).toBe("10:15");
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

  it("is the last alert's end where nobody declared one, and unknown while an alert fires", () => {
    const cleared = [alert("Errors", 0), alert("Errors", 27, "resolved", { start: 0 })];
    expect(momentsOf(cleared).resolved).toBe("10:27");
    expect(momentsOf([...cleared, alert("Latency", 5)]).resolved).toBeNull();
  });
});
