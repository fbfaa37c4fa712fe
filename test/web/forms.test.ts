import { Value } from "typebox/value";
import { describe, expect, it } from "vitest";
import { Decision } from "../../src/domain/decision.ts";
import { FormProblem } from "../../src/web/form-fields.ts";
import { decisionOf } from "../../src/web/forms.ts";

const ENTRY = "e_0123456789abcdef0123";
const FINDING = "f_0123456789abcdef0123";
const ACTION = "a_0123456789abcdef0123";
const MACHINES = { basisText: "Raise it", basisOwner: "" };
const SEEN = { text: "Raise it", owner: null };
const STOOD = { stoodText: "Raise it", stoodOwner: "Oona", stoodDue: "2029-06-15", stoodAnswers: "" };
const TYPED = { text: "Raise it", owner: "Oona", due: "2029-06-15", answers: "" };
const TIMES = { day: "2029-06-08T17:00:00Z", stands: "2029-06-08T18:00:10Z", origin: "2029-06-08T17:54:03Z" };
const BASIS = { basisAt: "2029-06-08T18:00:10.250Z", basisPrecision: "ms" };

describe("a form", () => {
  it.each([
    [
      { type: "pin", entry: ENTRY, version: "0" },
      { type: "pin", entry: ENTRY, version: 0 },
    ],
    [
      { type: "hide", entry: ENTRY, version: "3" },
      { type: "hide", entry: ENTRY, version: 3 },
    ],
    [
      { type: "show", entry: ENTRY, version: "12" },
      { type: "show", entry: ENTRY, version: 12 },
    ],
    [
      { type: "reword", entry: ENTRY, version: "1", basis: "was", text: "  Noor \n takes\tit on " },
      { type: "reword", entry: ENTRY, version: 1, basis: "was", text: "Noor takes it on" },
    ],
    [
      { type: "retime", entry: ENTRY, version: "1", ...BASIS, ...TIMES, at: "18:02" },
      {
        ...{ type: "retime", entry: ENTRY, version: 1, basis: { at: "2029-06-08T18:00:10.250Z", precision: "ms" } },
        ...{ at: "2029-06-08T18:02:00Z", precision: "m" },
      },
    ],
    [
      { type: "rekind", entry: ENTRY, version: "2", basis: "observation", kind: "recovery" },
      { type: "rekind", entry: ENTRY, version: 2, basis: "observation", kind: "recovery" },
    ],
    [
      { type: "add", ...TIMES, at: "T+1:00", kind: "decision", text: "Go back to v317" },
      { type: "add", at: "2029-06-08T17:55:03Z", precision: "s", kind: "decision", text: "Go back to v317" },
    ],
    [
      { type: "annotate", entry: ENTRY, version: "2", text: " Ask  the vendor " },
      { type: "annotate", entry: ENTRY, version: 2, text: "Ask the vendor" },
    ],
    [
      { type: "moment", name: "mitigated", version: "4", stand: ENTRY, at: "", ...TIMES },
      { type: "moment", name: "mitigated", version: 4, entry: ENTRY },
    ],
    [
      { type: "moment", name: "resolved", version: "0", stand: ENTRY, ...TIMES, at: " 18:04:30 " },
      { type: "moment", name: "resolved", version: 0, entry: ENTRY, at: "2029-06-08T18:04:30Z" },
    ],
    [
      { type: "moment", name: "impactStarted", version: "0", stand: "", ...TIMES, at: "2029-06-07 23:50" },
      { type: "moment", name: "impactStarted", version: 0, entry: null, at: "2029-06-07T23:50:00Z" },
    ],
    [
      { type: "moment", name: "declared", version: "1", stand: "absent", at: " " },
      { type: "moment", name: "declared", version: 1, entry: null },
    ],
    [
      { type: "judge", finding: FINDING, version: "0", verdict: "accepted" },
      { type: "judge", finding: FINDING, version: 0, verdict: "accepted" },
    ],
    [
      { type: "judge", finding: FINDING, version: "2", verdict: "rejected" },
      { type: "judge", finding: FINDING, version: 2, verdict: "rejected" },
    ],
    [
      { type: "action", text: " Raise  it ", owner: "", due: "", answers: "" },
      { type: "action", text: "Raise it" },
    ],
    [
      { type: "action", text: "Raise it", owner: " Oona ", due: "2029-06-15", answers: FINDING },
      { type: "action", text: "Raise it", owner: "Oona", due: "2029-06-15", answers: FINDING },
    ],
    [
      { type: "action", action: ACTION, version: "0", ...MACHINES, state: "done" },
      { type: "action", id: ACTION, version: 0, basis: SEEN, state: "done" },
    ],
    [
      { type: "action", action: ACTION, version: "2", ...MACHINES, ...STOOD, ...TYPED, owner: "Bertil" },
      { type: "action", id: ACTION, version: 2, basis: SEEN, owner: "Bertil" },
    ],
    [
      { type: "action", action: ACTION, version: "2", ...MACHINES, ...STOOD, text: "Raise it", owner: "", due: " " },
      { type: "action", id: ACTION, version: 2, basis: SEEN, owner: null, due: null },
    ],
    [
      { type: "action", action: ACTION, version: "2", ...MACHINES, owner: "" },
      { type: "action", id: ACTION, version: 2, basis: SEEN, owner: null },
    ],
    [
      { type: "review", digest: "abc" },
      { type: "review", digest: "abc" },
    ],
    [
      { type: "undo", decision: "7" },
      { type: "undo", decision: 7 },
    ],
  ])("becomes a decision that the API takes: %j", (fields, decision) => {
    expect(decisionOf(fields)).toEqual(decision);
    expect(Value.Check(Decision, decisionOf(fields))).toBe(true);
  });

  it.each([
    [{}, /is no decision/],
    [{ type: "delete" }, /"delete", which is no decision/],
    [{ type: "pin", entry: ENTRY }, /version that you saw is missing/],
    [{ type: "pin", entry: ENTRY, version: "" }, /version that you saw is missing/],
    [{ type: "pin", entry: ENTRY, version: "-1" }, /version that you saw is missing/],
    [{ type: "reword", entry: ENTRY, version: "0", basis: "was", text: " \n " }, /at least a word/],
    [{ type: "reword", entry: ENTRY, version: "0", basis: "was", text: "x".repeat(501) }, /501 characters; 500 fit/],
    [{ type: "retime", entry: ENTRY, version: "0", ...BASIS, ...TIMES, at: "noon" }, /"noon" is no time/],
    [{ type: "retime", entry: ENTRY, version: "0", ...BASIS, ...TIMES, at: "" }, /no time in the form/],
    [{ type: "add", ...TIMES, at: "18:02", kind: "gossip", text: "x" }, /what kind of entry/],
    [{ type: "add", ...TIMES, at: "18:02", text: "x" }, /what kind of entry/],
    [{ type: "rekind", entry: ENTRY, version: "0", basis: "observation", kind: "gossip" }, /what kind of entry/],
    [{ type: "rekind", entry: ENTRY, basis: "observation", kind: "recovery" }, /version that you saw is missing/],
    [{ type: "annotate", entry: ENTRY, version: "0", text: " " }, /Write the note/],
    [{ type: "moment", name: "mitigated", version: "0", stand: "", at: "" }, /Choose the line that it stands on/],
    [
      { type: "moment", name: "mitigated", version: "0", stand: "absent", ...TIMES, at: "18:02" },
      /not be in the record/,
    ],
    [{ type: "moment", name: "mitigated", version: "0", stand: "", ...TIMES, at: "soon" }, /"soon" is no time/],
    [{ type: "moment", name: "noticed", version: "0", stand: ENTRY }, /names no key moment/],
    [{ type: "moment", name: "mitigated", stand: ENTRY }, /version that you saw is missing/],
    [{ type: "judge", finding: FINDING, version: "0", verdict: "maybe" }, /accept or to reject/],
    [{ type: "action", text: " " }, /what is to be done/],
    [{ type: "action", text: "x", due: "friday" }, /"friday" is no day/],
    [{ type: "action", text: "x", owner: "x".repeat(101) }, /101 characters; 100 fit/],
    [{ type: "action", action: ACTION, ...MACHINES, state: "done" }, /version that you saw is missing/],
    [{ type: "action", action: ACTION, version: "2", ...MACHINES, ...STOOD, ...TYPED }, /Nothing was changed/],
    [{ type: "undo", decision: "the last" }, /decision to undo is missing/],
  ])("says what to do where it cannot: %j", (fields, words) => {
    expect(() => decisionOf(fields)).toThrow(FormProblem);
    expect(() => decisionOf(fields)).toThrow(words);
  });
});
