import { MOMENTS } from "../../kinds.ts";
import { instantOf, SECOND } from "../../time.ts";
import { isCalledReport, likelyReport, measure } from "../detection.ts";
import type { MachineDraft } from "../machine.ts";
import { negativeMetrics } from "../questions.ts";
import type { Detection, Entry, Metrics, Moment, Moments, Question } from "../schema.ts";

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

/** Metrics of moments that moved, and the questions with those about metrics that cannot be. */
export function remeasure(
  moments: Moments,
  machine: Pick<MachineDraft, "metrics" | "questions">,
  retimed: ReadonlyMap<string, Retimed>,
): { readonly metrics: Metrics; readonly questions: Question[] } {
  if (retimed.size === 0) return { metrics: machine.metrics, questions: [...machine.questions] };
  const { metrics, negatives } = measure(moments);
  const asked = new Set(machine.questions.map(({ id }) => id));
  const answered = new Set(negativeMetrics(measure(machineMoments(moments)).negatives).map(({ id }) => id));
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

/**
 * The gaps begin at the detecting entry: where a person retimed it, they grow or shrink by as much. A negative gap is unknown. A line that
 * looks like a report counts while it is shown, and one that a person wrote, or called a report, is plain.
 */
export function followDetection(
  machine: Detection,
  entries: readonly Entry[],
  retimed: ReadonlyMap<string, Retimed>,
): Detection {
  const detection = { ...machine, ...followReports(machine, entries) };
  const move = detection.entry === null ? undefined : retimed.get(detection.entry);
  if (!move) return detection;
  const later = (instantOf(move.to) - instantOf(move.from)) / SECOND;
  const shift = (gap: number | null): number | null => (gap === null || gap < later ? null : gap - later);
  return { ...detection, gaps: { toReport: shift(detection.gaps.toReport), toAction: shift(detection.gaps.toAction) } };
}

/** What the machine plainly takes for a report is none any more, and no gap runs to it, once people gave all of its reports another kind. */
function followReports(machine: Detection, entries: readonly Entry[]): Pick<Detection, "report" | "gaps"> {
  const { report, gaps } = machine;
  const isDenied = entries.some(isDeniedReport) && !entries.some(isMachinesReport);
  const isPlain =
    (report === "plain" && !isDenied) || entries.some((one) => isKindByPerson(one) && isCalledReport(one));
  return {
    report: isPlain ? "plain" : likelyReport(entries),
    gaps: isDenied ? { ...gaps, toReport: null } : gaps,
  };
}

const isKindByPerson = ({ origin, edited }: Entry): boolean =>
  origin === "person" || (edited?.fields.includes("kind") ?? false);

const isDeniedReport = ({ kind, machine }: Entry): boolean =>
  machine?.kind === "human_report" && kind !== "human_report";

const isMachinesReport = ({ kind, machine, origin }: Entry): boolean =>
  origin === "machine" && kind === "human_report" && (machine ?? { kind }).kind === kind;

/** The entries whose time is not the machine's. */
export function retimedEntries(entries: readonly Entry[]): ReadonlyMap<string, Retimed> {
  return new Map(
    entries.flatMap(({ id, at, machine, version }) =>
      machine && machine.at !== at ? [[id, { from: machine.at, to: at, version }] as const] : [],
    ),
  );
}
