import { describe, expect, it } from "vitest";
import { gatherPeople } from "../../../../src/domain/draft/happenings/people.ts";
import { chatLine } from "../../../../src/domain/draft/lines/chat-line.ts";
import { wordingOf } from "../../../../src/domain/draft/lines/tense.ts";
import type { OpsEvent } from "../../../../src/domain/event.ts";
import { alert, draft, entriesOf, keysOf, message, status, timelineOf } from "../views.ts";

const about = (id: string, action: string, minute: number, text: string, facts: Partial<OpsEvent> = {}) =>
  message(`${id}:${action}:${minute}`, minute, text, {
    action,
    correlation: [{ type: "message", value: id }],
    refersTo: { type: "message", value: id },
    ...facts,
  });

const mark = (id: string, action: string, minute: number, marks: string[], by = "slack:U0000MARK") =>
  about(id, action, minute, `:${marks.at(-1)}:`, { kind: "mark", marks, actor: { type: "human", id: by } });

const opener = alert("Errors", 0);

const told = (...events: Parameters<typeof draft>[0]) => {
  const drafted = draft([opener, ...events]);
  return entriesOf(drafted).filter((entry) => keysOf(entry)[0] !== opener.event.key);
};

describe("a message", () => {
  it("that plainly states something stands on the timeline, with the name of the person and the quote", () => {
    const [entry] = told(message("m1", 3, "ok, restarted web-7 because it was stuck"));
    expect(entry).toMatchObject({
      kind: "mitigation",
      visibility: "timeline",
      text: "Oona: restarted web-7",
      actor: "Oona",
      evidence: [{ quote: "ok, restarted web-7 because it was stuck" }],
    });
  });

  it("that is a pasted line of a log is told in its words, at its time where it is shown", () => {
    const [pasted] = told(message("m1", 20, "```\n2026-03-01T11:05:01+01:00 ERROR lease lost\n```"));
    expect(pasted?.text).toContain("2026-03-01T11:05:01+01:00 ERROR lease lost");
    expect(pasted?.kind).toBe("observation");
    const [shown] = told(
      message("m1", 20, "2026-03-01T11:05:01+01:00 ERROR lease lost on web-7"),
      mark("m1", "pinned", 21, ["pinned"]),
    );
    expect(shown).toMatchObject({ at: "2026-03-01T10:05:01Z", precision: "s", zoneAssumed: false });
  });

  describe("of several sentences", () => {
    const textOf = (text: string) => told(message("m1", 3, text))[0]?.text;
    const longTalk = "nobody asked for any of this but here we are and so on. ".repeat(3);

    it("is quoted as a whole unless it is long: then by the one that states it, where that is most of it", () => {
      expect(textOf("what a day. restarted web-7")).toBe("Oona: what a day. restarted web-7");
      const most =
        "restarted web-7, web-8, web-9 and web-10 one after the other with a look at the graphs of the mill between";
      expect(textOf(`it was a long day here. ${most}`)).toBe(`Oona: ${most}`);
    });

    it("is quoted as a whole where the one that was found is the lesser part, and cut with a mark", () => {
      const cause = "they have it: the licence inside of the mill ended on the stroke of midnight, all across the land";
      const found = "can't validate anything on mill-7";
      expect(textOf(`${cause}. ${found}`)).toMatch(/they have it: the licence .* across the land\. can't validate/);
      const unsure = "the mill has its old size. maybe the database refuses the rest";
      expect(textOf(unsure)).toMatch(/the mill has its old size\. maybe the database refuses the rest$/);
      expect(textOf(longTalk + unsure)).toMatch(/nobody asked .*…$/);
      const label =
        "the mill goes by a label that somebody took away when the moon was full, and so it stood still all night long, poor thing";
      expect(textOf(`found it. ${label}`)).toContain("found it. the mill goes by a label");
    });

    it("is quoted by a plain one that the line would end before", () => {
      const day = `what a day, ${"and what a night before it, ".repeat(5)}and not over yet`;
      expect(textOf(`${day}. restarted web-7`)).toBe("Oona: restarted web-7");
    });
  });

  it("that tells a figure is a recovery where its course makes it one, whatever rule knows a figure", () => {
    const kindOf = (minute: number, ...before: Parameters<typeof draft>[0]) =>
      told(...before, message("m9", minute, "5xx at 0.02 % everywhere")).find(({ at }) => at.includes(`:${minute}:`))
        ?.kind;
    const repaired = message("m1", 20, "rolled back checkout to v41", { actor: { type: "human", name: "Oona" } });
    expect(kindOf(24, repaired)).toBe("recovery");
  });

  it("that tells a share alone is no recovery in words: it may be how far something got", () => {
    const lineOf = (text: string) =>
      chatLine({ text, kind: "recovery", certain: false }, "Oona", {
        people: gatherPeople({ attached: [] }, { people: [] }),
        wording: wordingOf("past"),
      });
    expect([lineOf("4 %"), lineOf("errors at 4 %")]).toEqual(["Oona: 4 %", "Oona reported recovery: errors at 4 %"]);
  });

  it("that is talk stands in the log", () => {
    expect(told(message("m1", 3, "thanks!"))).toMatchObject([{ visibility: "log", kind: "message" }]);
  });

  it("calls people by name, and no one by id", () => {
    const [entry] = told(
      message("m1", 3, "rolled back web-7 with <@U0000OONA> and <@U0000WHO1>", {
        actor: { type: "human", id: "slack:U0000WHO1", name: "U0000WHO1" },
      }),
    );
    expect(entry?.text).toBe("Somebody: rolled back web-7 with @Oona and @someone");
    expect(entry?.actor).toBeUndefined();
  });

  it("of before the incident counts only where it tells of a change", () => {
    const early = draft(
      [message("m1", -20, "found a typo in the docs"), message("m2", -10, "deployed web 4.13 to production"), opener],
      {
        openers: [opener.event.key],
      },
    );
    expect(timelineOf(early).map(({ kind }) => kind)).toEqual(["change", "alert"]);
  });
});

describe("the line of a message", () => {
  it.each([
    ["decision: we go back to 4.12", "Oona decided to go back to 4.12"],
    ["we decided to wait for the vendor", "Oona decided to wait for the vendor"],
    ["decision: the old cluster stays read-only", "Oona decided: the old cluster stays read-only"],
    ["Declaring a SEV2: nobody can pay.", "Oona declared a SEV2: nobody can pay"],
    ["support here: customers can't pay. thanks", "Oona reported: customers can't pay"],
    ["the log says:\nrestarted web-7\nnothing else", "Oona: the log says: restarted web-7. nothing else"],
    ["I'd roll back web-7 first", "Oona: I'd roll back web-7 first"],
    ["grants are reverted", "Oona: grants are reverted"],
    ["let's restart web-7 then", "Oona: let's restart web-7 then"],
    ["opened a ticket with the vendor, priority 1", "Oona: opened a ticket with the vendor, priority 1"],
    ["restarted web-7, errors are back", "Oona reported no success: restarted web-7, errors are back"],
  ])("%s → %s", (text, line) => {
    expect(told(message("m1", 3, text))[0]?.text).toBe(line);
  });

  it("is cut where a clause ends", () => {
    const [long] = told(
      message(
        "m1",
        3,
        "restarted web-1, web-2, web-3, web-4, web-5, web-6 and web-7 one after the other with a minute between them, and then looked at the graphs of each and every one of them again",
      ),
    );
    expect(long?.text).toBe(
      "Oona: restarted web-1, web-2, web-3, web-4, web-5, web-6 and web-7 one after the other with a minute between them…",
    );
  });
});

describe("talk of status pages", () => {
  const post = status("s1", 4, "investigating");

  it("is no part of our own post", () => {
    const entries = told(post, message("m1", 3, "the courier's status page is all green"));
    expect(entries.map((entry) => keysOf(entry).length)).toEqual([1, 1]);
  });

  it("is, where it says that the post went out", () => {
    const entries = told(post, message("m1", 5, "posted on the status page"));
    expect(entries.map((entry) => keysOf(entry).length)).toEqual([2]);
  });
});

describe("an edit", () => {
  it("is the message with its latest words; the revisions are evidence", () => {
    const [entry, ...others] = told(
      message("m1", 3, "restarted web-6"),
      about("m1", "edited", 5, "restarted web-7"),
      about("m1", "edited", 4, "restarted web-8"),
    );
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ text: "Oona: restarted web-7", at: "2026-03-01T10:03:00Z" });
    expect(entry?.evidence.map(({ quote }) => quote)).toEqual([
      "restarted web-6",
      "restarted web-8",
      "restarted web-7",
    ]);
    expect(entry?.evidence.map(({ withdrawn }) => withdrawn)).toEqual(["edited", "edited", undefined]);
  });

  it("that brings earlier words back leaves them standing, whatever was said between", () => {
    const [entry] = told(
      message("m1", 3, "restarted web-6"),
      about("m1", "edited", 4, "restarted web-8"),
      about("m1", "edited", 5, "restarted web-6"),
      about("m2", "edited", 6, "restarted web-9"),
    );
    expect(entry?.evidence.map(({ withdrawn }) => withdrawn)).toEqual([undefined, "edited", undefined]);
  });

  it("marks only its own message where several are one entry", () => {
    const post = status("s1", 4, "investigating");
    const [entry] = told(
      post,
      message("m1", 5, "posted on the status page"),
      about("m1", "edited", 6, "it is posted on the status page"),
    );
    expect(entry?.evidence.map(({ source, withdrawn }) => [source, withdrawn])).toEqual([
      ["sp", undefined],
      ["chat", "edited"],
      ["chat", undefined],
    ]);
  });

  it("of a message that we never got stands for it", () => {
    expect(told(about("m1", "edited", 5, "restarted web-7"))).toMatchObject([
      { kind: "mitigation", visibility: "timeline" },
    ]);
  });
});

describe("a deletion", () => {
  it("takes the message from the timeline, and keeps it in the log with its history", () => {
    const [entry] = told(message("m1", 3, "restarted web-7"), about("m1", "deleted", 5, "a message"));
    expect(entry).toMatchObject({ visibility: "log", text: "Oona deleted a message" });
    expect(keysOf(entry)).toHaveLength(2);
  });

  it("withdraws all that the message said, also what the deletion repeats of it", () => {
    const [deleted, reply] = told(
      message("m1", 3, "restarted web-6"),
      about("m1", "edited", 4, "restarted web-7"),
      about("m1", "deleted", 5, "restarted web-7"),
      message("m2", 6, "which one?", { refersTo: { type: "message", value: "m1" } }),
    );
    expect(deleted?.evidence.map(({ withdrawn }) => withdrawn)).toEqual(["deleted", "deleted", "deleted"]);
    expect(reply?.evidence.map(({ withdrawn }) => withdrawn)).toEqual([undefined]);
  });
});

describe("a mark for the record", () => {
  const talk = message("m1", 3, "the blue one, as ever");

  it("puts the message on the timeline, at its own time", () => {
    expect(told(talk, mark("m1", "pinned", 30, ["pinned"]))).toMatchObject([
      { visibility: "timeline", at: "2026-03-01T10:03:00Z", kind: "observation" },
    ]);
    expect(told(talk, mark("m1", "reacted", 30, ["marked", "memo"]))).toMatchObject([{ visibility: "timeline" }]);
  });

  it("is not any emoji", () => {
    expect(told(talk, mark("m1", "reacted", 30, ["tada"]))).toMatchObject([{ visibility: "log" }]);
  });

  it("counts until whoever put it takes it off", () => {
    const [on, off] = [mark("m1", "reacted", 30, ["marked", "memo"]), mark("m1", "unreacted", 31, ["marked", "memo"])];
    expect(told(talk, on, off)).toMatchObject([{ visibility: "log" }]);
    const other = mark("m1", "reacted", 29, ["marked", "memo"], "slack:U0000ELSE");
    expect(told(talk, other, on, off)).toMatchObject([{ visibility: "timeline" }]);
  });

  it("does not bring a deleted message back", () => {
    expect(told(talk, mark("m1", "pinned", 4, ["pinned"]), about("m1", "deleted", 5, "a message"))).toMatchObject([
      { visibility: "log" },
    ]);
  });
});

it("each message of a person is an entry of its own, however soon it follows", () => {
  expect(told(message("m1", 3, "restarted web-7"), message("m2", 3.1, "restarted web-8, too"))).toHaveLength(2);
});

describe("a machine's post that nothing else tells of", () => {
  const post = (text: string) => message("m1", 3, text, { actor: { type: "automation", name: "kube" } });
  const failing = "Warning shop/web-7 BackOff: back-off restarting failed container";

  it("is the only witness, if it is about the incident's services", () => {
    expect(told(post(failing))).toMatchObject([{ kind: "symptom", visibility: "timeline" }]);
  });

  it("stands in the log if only its channel ties it to the incident, or if it tells of nothing known", () => {
    const drafted = draft([opener, post(failing)], { ranks: { "chat/chat:v1:m1": 4 } });
    expect(entriesOf(drafted)[1]).toMatchObject({ visibility: "log" });
    expect(told(post("the weather in Turku: rain"))).toMatchObject([{ visibility: "log" }]);
  });
});

it("a note on a page is written for the record", () => {
  const note = message("m1", 3, "the blue one, as ever", { refersTo: { type: "page", value: "Q7" }, correlation: [] });
  expect(told(note)).toMatchObject([{ visibility: "timeline", reason: expect.stringMatching(/^note: /) }]);
});

it("a symptom with a clock time stands at that time, to the minute; the quote keeps the time of the message", () => {
  const [entry] = told(message("m1", 9, "graphs say 10:02, nothing but 503s on all nodes"));
  expect(entry).toMatchObject({
    at: "2026-03-01T10:02:00Z",
    precision: "m",
    zoneAssumed: true,
    evidence: [{ occurredAt: "2026-03-01T10:09:00Z" }],
  });
});
