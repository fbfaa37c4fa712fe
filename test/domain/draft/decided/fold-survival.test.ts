import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision, DecisionRecord } from "../../../../src/domain/decision.ts";
import { standing } from "../../../../src/domain/draft/decided/log.ts";
import type { MachineDraft } from "../../../../src/domain/draft/machine.ts";
import type { Draft } from "../../../../src/domain/draft/schema.ts";
import { MOMENTS } from "../../../../src/domain/kinds.ts";
import { draftedAction, draftedFinding, type EntrySpec, entryId, fold, machineDraft, plan } from "../machine-drafts.ts";

const EVENTS = Array.from({ length: 9 }, (_, index) => `am/alertmanager:v1:e${index}`);

/** Which entry each event belongs to (null: not attached yet, or no more), with the content of its variant in force. */
type World = readonly ({ readonly entry: number; readonly content: string } | null)[];

const world: fc.Arbitrary<World> = fc.tuple(
  ...EVENTS.map(() =>
    fc.option(fc.record({ entry: fc.integer({ min: 0, max: 4 }), content: fc.constantFrom("c1", "c2") }), { freq: 4 }),
  ),
);

/** The machine's proposal for a world: late events, echoes that fold and part, entries whose text and time change. */
function proposed(of: World): MachineDraft {
  const groups = Map.groupBy(EVENTS.keys(), (index) => of[index]?.entry ?? -1);
  groups.delete(-1);
  const entries: EntrySpec[] = [...groups.values()].map((held) => {
    const events = held.map((index) => EVENTS[index] ?? "");
    const contents = held.map((index) => of[index]?.content).join("");
    const kind = contents.includes("c2") ? "symptom" : "alert";
    return { events, minute: held[0] ?? 0, kind, text: `What ${events[0]} says ${contents}` };
  });
  const contents = Object.fromEntries(EVENTS.map((key, index) => [key, of[index]?.content ?? "c1"]));
  const findings = entries.map(({ events: [first = ""] }) =>
    draftedFinding({ rule: "automated_detection", evidence: [entryId(first)] }, first),
  );
  const actions = EVENTS.flatMap((key, index) => {
    const { content } = of[index] ?? {};
    return content === undefined ? [] : [draftedAction(key, { text: `What ${key} asks for ${content}` })];
  });
  return machineDraft({ entries, contents, findings, actions });
}

type Wish = { readonly type: Decision["type"]; readonly at: number };
const wish: fc.Arbitrary<Wish> = fc.record({
  type: fc.constantFrom(
    ...([
      "hide",
      "show",
      "pin",
      "reword",
      "retime",
      "rekind",
      "annotate",
      "moment",
      "add",
      "judge",
      "action",
      "review",
      "undo",
    ] as const),
  ),
  at: fc.nat({ max: 50 }),
});

const KINDS = ["mitigation", "recovery", "human_report"] as const;

/** The decision that a person who sees this draft takes. */
function wished({ type, at }: Wish, draft: Draft): Decision | null {
  const entry = draft.entries[at % Math.max(1, draft.entries.length)];
  const finding = draft.findings[at % Math.max(1, draft.findings.length)];
  const time = `2026-03-01T10:${String(at).padStart(2, "0")}:00Z`;
  if (type === "add") return { type, at: time, precision: "m", kind: "decision", text: `Added ${draft.revision}` };
  if (type === "review") return { type, digest: draft.digest };
  if (type === "undo") return { type, decision: 1 + (at % Math.max(1, draft.revision)) };
  if (type === "judge")
    return finding ? { type, finding: finding.id, version: finding.version, verdict: "accepted" } : null;
  if (type === "action") return wishedAction(at, draft);
  if (type === "moment") return wishedMoment(at, draft);
  if (!entry) return null;
  const on = { entry: entry.id, version: entry.version };
  const machines = entry.machine ?? entry;
  if (type === "annotate") return { type, ...on, text: `Noted ${draft.revision}` };
  if (type === "reword") return { type, ...on, basis: machines.text, text: `Reworded ${draft.revision}` };
  if (type === "rekind") return { type, ...on, basis: machines.kind, kind: KINDS[at % KINDS.length] ?? "message" };
  if (type === "retime")
    return { type, ...on, basis: { at: machines.at, precision: entry.precision }, at: time, precision: "m" };
  return { type, ...on };
}

/** A key moment on a line, at a time, or not in the record. */
function wishedMoment(at: number, { entries, moments }: Draft): Decision {
  const name = MOMENTS[at % MOMENTS.length] ?? "mitigated";
  const on = { type: "moment", name, version: moments[name].version } as const;
  const entry = entries[at % Math.max(1, entries.length)]?.id ?? null;
  return at % 3 === 0 ? { ...on, entry: null, ...(at % 2 ? { at: "2026-03-01T10:30:00Z" } : {}) } : { ...on, entry };
}

/** A new item, other words, another owner, or an end. */
function wishedAction(at: number, { actions, revision }: Draft): Decision {
  const action = actions[at % Math.max(1, actions.length)];
  if (!action || at % 4 === 0) return { type: "action", text: `To do ${revision}` };
  const { id, version, machine = { text: action.text, owner: action.owner } } = action;
  const on = { type: "action", id, version, basis: machine } as const;
  if (at % 4 === 1) return { ...on, text: `Better said ${revision}` };
  return at % 4 === 2 ? { ...on, owner: `Owner ${revision}` } : { ...on, state: "done" };
}

const history = fc.array(fc.tuple(world, fc.array(wish, { maxLength: 4 })), { minLength: 1, maxLength: 5 });

/** Lets people decide while the world changes under them. */
function play(steps: readonly (readonly [World, readonly Wish[]])[]): DecisionRecord[] {
  let records: DecisionRecord[] = [];
  for (const [of, wishes] of steps) {
    const machine = proposed(of);
    for (const each of wishes) {
      const decision = wished(each, fold(machine, records));
      const made = decision && plan(machine, records, [decision]);
      if (made?.is === "planned") records = [...records, ...made.records];
    }
  }
  return records;
}

const FIELDS: Partial<Record<Decision["type"], string>> = {
  reword: "text",
  retime: "at",
  rekind: "kind",
  annotate: "notes",
};

/** Whether a decision can be seen in the draft: by what it set, or by who set it later. */
function isVisible({ decision, number, anchors }: DecisionRecord, draft: Draft): boolean {
  if (draft.orphans.some((orphan) => orphan.number === number)) return true;
  if (decision.type === "judge")
    return draft.findings.some(({ version, state }) => version >= number && state === "accepted");
  if (decision.type === "moment") {
    const { version, reason } = draft.moments[decision.name];
    return version >= number && reason.startsWith("set: ");
  }
  if (decision.type === "add") return draft.entries.some(({ id, origin }) => id === anchors[0] && origin === "person");
  if (decision.type === "action")
    return draft.actions.some((action) => {
      const isIt = "id" in decision ? action.id === decision.id : action.id === anchors[0];
      const fields = ["text", "owner", "state"].filter((name) => name in decision);
      const shows = fields.every((name) => action.edited?.fields.includes(name));
      return isIt && action.version >= number && (shows || !("id" in decision));
    });
  const field = FIELDS[decision.type] ?? "visibility";
  return draft.entries.some(({ version, edited }) => version >= number && edited?.fields.includes(field));
}

describe("decisions survive any later event", () => {
  it("each decision that stands shows in an entry, key moment, finding or action item, or is an orphan", () => {
    let seen = 0;
    fc.assert(
      fc.property(history, world, (steps, later) => {
        const records = play(steps);
        const draft = fold(proposed(later), records);
        for (const record of standing(records)) {
          if (record.decision.type === "review") continue;
          seen += 1;
          expect(isVisible(record, draft)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
    expect(seen).toBeGreaterThan(200);
  });

  it("nothing attached is dropped, order sorts, versions never pass the revision", () => {
    fc.assert(
      fc.property(history, world, (steps, later) => {
        const machine = proposed(later);
        const records = play(steps);
        const draft = fold(machine, records);
        const held = draft.entries.flatMap(({ origin, evidence }) =>
          origin === "machine" ? evidence.map(({ event }) => event) : [],
        );
        expect(held.sort()).toEqual(Object.keys(machine.events).sort());
        const orders = draft.entries.map(({ order }) => order);
        expect(orders).toEqual([...new Set(orders)].sort());
        const times = draft.entries.map(({ at }) => at);
        expect(times).toEqual([...times].sort());
        const moments = MOMENTS.map((name) => draft.moments[name]);
        for (const { version } of [...draft.entries, ...draft.findings, ...draft.actions, ...moments])
          expect(version).toBeLessThanOrEqual(records.length);
        expect(fold(machine, records.toReversed())).toEqual(draft);
      }),
      { numRuns: 200 },
    );
  });

  it("no note that stands is lost: it is beside a line, or with its orphan", () => {
    fc.assert(
      fc.property(history, world, (steps, later) => {
        const records = play(steps);
        const draft = fold(proposed(later), records);
        const written = draft.entries.flatMap(({ notes }) => notes.map(({ text }) => text));
        const lost = draft.orphans.flatMap(({ decision }) => (decision.type === "annotate" ? decision.text : []));
        const standingNotes = standing(records).flatMap(({ decision }) =>
          decision.type === "annotate" ? decision.text : [],
        );
        expect([...written, ...lost].sort()).toEqual(standingNotes.sort());
      }),
      { numRuns: 100 },
    );
  });

  it("the wording in force is the last that stands among those that landed on the entry", () => {
    fc.assert(
      fc.property(history, world, (steps, later) => {
        const records = play(steps);
        const draft = fold(proposed(later), records);
        const standingWords = standing(records).flatMap(({ decision }) =>
          decision.type === "reword" ? decision.text : [],
        );
        for (const { text, origin, edited } of draft.entries) {
          if (edited?.fields.includes("text")) expect(standingWords).toContain(text);
          else if (origin === "machine") expect(text).toMatch(/^What /);
        }
      }),
      { numRuns: 100 },
    );
  });
});
