import { type Plan, planDecisions } from "../domain/decide/decide.ts";
import type { Decision, DecisionRecord } from "../domain/decision.ts";
import { foldDecisions } from "../domain/draft/decided/fold.ts";
import type { Draft } from "../domain/draft/schema.ts";
import type { Store } from "../store/store.ts";
import { type Delta, deltaOf } from "./delta.ts";
import type { Drafted } from "./drafts.ts";
import type { Sought } from "./seek.ts";

export interface DecisionRequest {
  readonly decisions: readonly Decision[];
  readonly by: string;
  /** RFC 3339, UTC */
  readonly at: string;
  /** Refuses the decisions unless this is the incident's revision. */
  readonly ifRevision?: number;
  /** Hashes of the caller's `Idempotency-Key` and of the body: the same request is never decided twice, whatever crashed in between. */
  readonly request?: { readonly key: string; readonly body: string };
}

export type Decided =
  | {
      readonly is: "decided";
      readonly drafted: Drafted;
      readonly numbers: readonly number[];
      readonly by: string;
      readonly at: string;
      readonly delta: Delta;
      readonly again: boolean;
    }
  | { readonly is: "stale"; readonly revision: number }
  | { readonly is: "key_reused" }
  | Exclude<Plan, { is: "planned" }>
  | Exclude<Sought, { is: "found" }>;

/** How often another editor may take the numbers first before this one gives up: each time one of them got on. */
const MOST_ATTEMPTS = 20;

/**
 * Plans decisions on the draft as it is now and appends them, all or none. Where somebody else took the numbers meanwhile, plans again on
 * what they made of it: only a decision on the same thing is a conflict.
 */
export async function decide(
  store: Store,
  seek: () => Promise<Sought>,
  request: DecisionRequest,
  seenOf: (digest: string) => Readonly<Record<string, string>> | null,
): Promise<Decided> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const sought = await seek();
    if (sought.is !== "found") return sought;
    const step = await tryOnce(store, sought.drafted, request, seenOf);
    if (step !== "taken") return step === "appended" ? await answer(seek, sought.drafted, request) : step;
  }
  throw new Error(`the log of an incident was ahead ${MOST_ATTEMPTS} times in a row`);
}

type Step = "taken" | "appended" | Decided;

async function tryOnce(
  store: Store,
  drafted: Drafted,
  request: DecisionRequest,
  seenOf: (digest: string) => Readonly<Record<string, string>> | null,
): Promise<Step> {
  const { draft, machine, records, renamed } = drafted;
  const known = request.request && records.find((record) => record.request?.key === request.request?.key);
  if (known) return known.request?.body === request.request?.body ? answerAgain(drafted, known) : { is: "key_reused" };
  if (request.ifRevision !== undefined && request.ifRevision !== draft.revision)
    return { is: "stale", revision: draft.revision };
  const who = { by: request.by, at: request.at };
  const plan = planDecisions(draft, machine, records, request.decisions, who, { seenOf, renamed });
  if (plan.is !== "planned") return plan;
  const [first, ...others] = plan.records;
  const marked = first && request.request ? [{ ...first, request: request.request }, ...others] : plan.records;
  const appended = await store.appendDecisions(machine.opener, draft.revision + 1, marked);
  return appended.is === "gone" ? { is: "unknown" } : appended.is;
}

async function answer(seek: () => Promise<Sought>, before: Drafted, request: DecisionRequest): Promise<Decided> {
  const after = await seek();
  if (after.is !== "found") return after;
  const first = before.draft.revision + 1;
  return {
    is: "decided",
    drafted: after.drafted,
    numbers: request.decisions.map((_, index) => first + index),
    by: request.by,
    at: request.at,
    delta: deltaOf(before.draft, after.drafted.draft),
    again: false,
  };
}

/** The answer to a request whose decisions stand in the log already: what they, and whatever came since, made different. */
function answerAgain(drafted: Drafted, known: DecisionRecord): Decided {
  const { machine, records, publication, renamed, draft } = drafted;
  const before: Draft = foldDecisions(
    machine,
    records.filter(({ number }) => number < known.number),
    publication,
    { missing: draft.missing, configDigest: draft.configDigest, renamed },
  );
  return {
    is: "decided",
    drafted,
    numbers: records.filter(({ batch }) => batch === known.batch).map(({ number }) => number),
    by: known.by,
    at: known.at,
    delta: deltaOf(before, draft),
    again: true,
  };
}
