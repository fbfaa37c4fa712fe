import { MOMENTS } from "../../kinds.ts";
import { measure } from "../detection.ts";
import type { MachineDraft } from "../machine.ts";
import { missingMomentId, negativeMetrics } from "../questions.ts";
import type { Entry, Metrics, Moment, Moments, Question } from "../schema.ts";
import type { SetMoments } from "./set-moments.ts";

/** An entry whose time a person set. */
export interface Retimed {
  /** As the machine proposed it. */
  readonly from: string;
  readonly to: string;
  /** The number of the decision or undo that last touched the entry. */
  readonly version: number;
}

/** Moments that stand on the start of a retimed entry follow it, and keep what the machine proposes beside it. */
export function followMoments(moments: Moments, retimed: ReadonlyMap<string, Retimed>): Moments {
  if (retimed.size === 0) return moments;
  const followed = { ...moments };
  for (const name of MOMENTS) followed[name] = follow(moments[name], retimed);
  return followed;
}

function follow(moment: Moment, retimed: ReadonlyMap<string, Retimed>): Moment {
  const { at, entry, reason } = moment;
  const move = entry === null ? undefined : retimed.get(entry);
  if (!move || move.from !== at) return moment;
  return { at: move.to, entry, reason, version: move.version, machine: { at, entry } };
}

/**
 * Metrics of moments that moved or were set, and the questions with those about metrics that cannot be, and without those about moments
 * that a person decided on.
 */
export function remeasure(
  { moments, set }: Pick<SetMoments, "moments" | "set">,
  machine: Pick<MachineDraft, "metrics" | "questions">,
): { readonly metrics: Metrics; readonly questions: Question[] } {
  if (MOMENTS.every((name) => moments[name].machine === undefined))
    return { metrics: machine.metrics, questions: [...machine.questions] };
  const { metrics, negatives } = measure(moments, set);
  const asked = new Set(machine.questions.map(({ id }) => id));
  const answered = new Set([
    ...negativeMetrics(measure(machineMoments(moments)).negatives).map(({ id }) => id),
    ...[...set].map(missingMomentId),
  ]);
  const now = negativeMetrics(negatives);
  for (const { id } of now) answered.delete(id);
  return {
    metrics,
    questions: [...machine.questions.filter(({ id }) => !answered.has(id)), ...now.filter(({ id }) => !asked.has(id))],
  };
}

function machineMoments(moments: Moments): Moments {
  const proposed = { ...moments };
  for (const name of MOMENTS) proposed[name] = { ...moments[name], ...moments[name].machine };
  return proposed;
}

/** The entries whose time is not the machine's. */
export function retimedEntries(entries: readonly Entry[]): ReadonlyMap<string, Retimed> {
  return new Map(
    entries.flatMap(({ id, at, machine, version }) =>
      machine && machine.at !== at ? [[id, { from: machine.at, to: at, version }] as const] : [],
    ),
  );
}
