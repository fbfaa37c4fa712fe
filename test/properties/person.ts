import { expect } from "vitest";
import type { Decision } from "../../src/domain/decision.ts";
import type { Draft, Entry } from "../../src/domain/draft/schema.ts";
import { MOMENTS } from "../../src/domain/kinds.ts";
import { formatInstant, type Instant, MINUTE, parseInstant } from "../../src/domain/time.ts";
import type { Decided } from "../../src/views/decide.ts";
import type { Views } from "../../src/views/views.ts";
import type { Move } from "./moves.ts";

/** A decision that was taken, and what its author had before them. */
export interface Taken {
  readonly opener: string;
  readonly number: number;
  readonly decision: Decision;
  /** The texts of the entry or action item decided on that the page showed: those that a rewording replaces knowingly. */
  readonly shown: string;
  /** Words that the page showed as overruled when entries came to be one: any decision on the entry settles that. */
  readonly overruled: string;
}

const KINDS = ["mitigation", "human_report", "recovery", "message"] as const;

/** Somebody who reads drafts and decides, and all that they were ever served. */
export class Person {
  readonly taken: Taken[] = [];
  readonly pages: Draft[] = [];
  readonly #views: Views;
  readonly #start: Instant = parseInstant("2026-03-05T10:00:00Z")?.at ?? 0;
  #lines = 0;

  constructor(views: Views) {
    this.#views = views;
  }

  async move(move: Move): Promise<void> {
    const ids = (await this.#views.listIncidents()).map(({ id }) => id);
    const id = ids[move.incident % Math.max(1, ids.length)];
    if (id === undefined) return;
    const sought = await this.#views.seek(id);
    if (sought.is !== "found") throw new Error(`an incident of the list is ${sought.is}`);
    const open = this.pages[move.incident % Math.max(1, this.pages.length)];
    this.pages.push(sought.drafted.draft);
    const isOld = move.fromOldPage && open !== undefined;
    await this.#decide(isOld ? open : sought.drafted.draft, move, isOld);
  }

  async #decide(page: Draft, move: Move, isOld: boolean): Promise<void> {
    const decisions = this.#decisionsFor(page, move);
    if (decisions.length === 0) return;
    const name = await presentName(this.#views, page.incident.id);
    const decided = await this.#views.decide(name, { decisions, by: "noor" });
    if (decided.is !== "decided") return expectRefusable(decided, isOld);
    const { draft, machine } = decided.drafted;
    expect(draft.revision).toBe(decided.numbers.at(-1));
    expect(decided.numbers.length).toBe(decisions.length);
    for (const [index, decision] of decisions.entries()) {
      const entry = "entry" in decision ? page.entries.find(({ id }) => id === decision.entry) : undefined;
      const number = decided.numbers[index] ?? 0;
      const item = decision.type === "action" && "id" in decision ? decision.id : null;
      const action = page.actions.find(({ id }) => id === item);
      const [shown, overruled] = [textsOf(entry) + JSON.stringify(action ?? null), overruledOn(entry)];
      this.taken.push({ opener: machine.opener, number, decision, shown, overruled });
    }
    this.pages.push(draft);
  }

  #decisionsFor(page: Draft, { type, target }: Move): Decision[] {
    const entry = page.entries[target % page.entries.length];
    const finding = page.findings[target % Math.max(1, page.findings.length)];
    if (!entry) return [];
    const { id, version } = entry;
    switch (type) {
      case "hide":
      case "show":
      case "pin":
        return [{ type, entry: id, version }];
      case "reword":
        return [this.#reword(entry)];
      case "retime":
        return [this.#retime(entry)];
      case "rekind": {
        const kind = KINDS[target % KINDS.length] ?? "message";
        return [{ type, entry: id, version, basis: (entry.machine ?? entry).kind, kind }];
      }
      case "annotate":
        return [{ type, entry: id, version, text: this.#line() }];
      case "moment":
        return [this.#moment(page, entry, target)];
      case "both":
        return [this.#retime(entry), this.#reword(page.entries[(target + 1) % page.entries.length] ?? entry)];
      case "add": {
        const evidence = entry.evidence.slice(0, 1).map(({ event }) => event);
        return [{ type, at: this.#time(), precision: "s", kind: "mitigation", text: this.#line(), evidence }];
      }
      case "judge":
        return finding
          ? [{ type, finding: finding.id, version: finding.version, verdict: target % 2 ? "accepted" : "rejected" }]
          : [];
      case "item":
        return [{ type: "action", text: this.#line(), ...(finding ? { answers: finding.id } : {}) }];
      case "owner":
      case "close":
        return this.#onAction(page, type, target);
      case "review":
        return [{ type, digest: page.digest }];
      case "undo":
        return page.revision === 0 ? [] : [{ type, decision: 1 + (target % page.revision) }];
    }
  }

  #reword(entry: Entry): Decision {
    const basis = entry.machine?.text ?? entry.text;
    return { type: "reword", entry: entry.id, version: entry.version, basis, text: this.#line() };
  }

  #retime({ id, version, machine, at, precision }: Entry): Decision {
    const basis = { at: machine?.at ?? at, precision };
    return { type: "retime", entry: id, version, basis, at: this.#time(), precision: "s" };
  }

  #moment({ moments }: Draft, { id }: Entry, target: number): Decision {
    const name = MOMENTS[target % MOMENTS.length] ?? "mitigated";
    const on = { type: "moment", name, version: moments[name].version } as const;
    if (target % 3 === 0) return { ...on, entry: null };
    return target % 3 === 1 ? { ...on, entry: id } : { ...on, entry: null, at: this.#time() };
  }

  #onAction({ actions }: Draft, type: "owner" | "close", target: number): Decision[] {
    const action = actions[target % Math.max(1, actions.length)];
    if (!action) return [];
    const { id, version, machine, text, owner } = action;
    const on = { type: "action", id, version, basis: machine ?? { text, owner } } as const;
    return [type === "close" ? { ...on, state: "done" } : { ...on, text: this.#line(), owner: `owner ${this.#lines}` }];
  }

  /** No two lines are alike, so that each can be looked for. */
  #line(): string {
    this.#lines += 1;
    return `line ${this.#lines} of a person.`;
  }

  #time(): string {
    return formatInstant(this.#start + this.#lines * MINUTE + this.taken.length * 1_000_000, "s");
  }
}

/** Everything on an entry that a person reads as its text. */
export const textsOf = (entry: Entry | undefined): string =>
  JSON.stringify([entry?.text, entry?.machine?.text, entry?.conflict]);

const overruledOn = (entry: Entry | undefined): string =>
  JSON.stringify((entry?.conflict ?? []).filter(({ field }) => field === "merged").map(({ basis }) => basis));

/** The name that an incident, once served under `name`, has now. */
export async function presentName(views: Views, name: string): Promise<string> {
  const sought = await views.seek(name);
  if (sought.is === "found") return name;
  if (sought.is === "unknown") throw new Error(`the incident ${name} was served once and is unknown now`);
  expect((await views.seek(sought.id)).is).toBe("found");
  return sought.id;
}

/** On a page as it is now everything can be decided, but for taking back what is taken back; on an old one others may have been first. */
function expectRefusable(refused: Exclude<Decided, { is: "decided" }>, isOld: boolean): void {
  const why = refused.is === "invalid" ? refused.rejection.code : refused.is;
  const always = ["nothing_to_undo"];
  const onOldPages = [
    "conflict",
    "unknown_entry",
    "unknown_finding",
    "unknown_action",
    "evidence_not_of_incident",
    "unknown_version",
  ];
  expect(isOld ? [...always, ...onOldPages] : always).toContain(why);
}
