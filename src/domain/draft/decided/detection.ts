import { instantOf, SECOND } from "../../time.ts";
import { isCalledReport, likelyReport } from "../detection.ts";
import type { Detection, Entry, Moment } from "../schema.ts";
import type { Retimed } from "./moments.ts";
import type { SetMoments } from "./set-moments.ts";

/**
 * The gaps begin at the detecting entry: where a person retimed it, they grow or shrink by as much. A negative gap is unknown. A line that
 * looks like a report counts while it is shown, and one that a person wrote, or called a report, is plain.
 *
 * @param entries as people decided on them
 */
export function followDetection(
  machine: Detection,
  entries: readonly Entry[],
  retimed: ReadonlyMap<string, Retimed>,
  { moments, set }: Pick<SetMoments, "moments" | "set">,
): Detection {
  const detection = { ...machine, ...followReports(machine, entries) };
  if (set.has("detected")) return detectedAt(moments.detected, detection, entries);
  const move = detection.entry === null ? undefined : retimed.get(detection.entry);
  return move ? { ...detection, gaps: shifted(detection.gaps, move) } : detection;
}

function shifted(
  { toReport, toAction }: Detection["gaps"],
  { from, to }: Pick<Retimed, "from" | "to">,
): Detection["gaps"] {
  const later = (instantOf(to) - instantOf(from)) / SECOND;
  const shift = (gap: number | null): number | null => (gap === null || gap < later ? null : gap - later);
  return { toReport: shift(toReport), toAction: shift(toAction) };
}

const NO_GAPS = { toReport: null, toAction: null };

/** Where a person set when it was noticed, it was noticed by what they set it to: a monitor's alert, a page that nobody triggered, or somebody. */
function detectedAt({ at, entry: id }: Moment, detection: Detection, entries: readonly Entry[]): Detection {
  const [before, now] = [detection.entry, id].map((one) => entries.find((entry) => entry.id === one));
  if (!now || at === null) return { ...detection, by: null, entry: null, gaps: NO_GAPS };
  const noticed = isAlerting(now) ? "automated" : "human";
  const by = now === before ? detection.by : noticed;
  const gaps = before ? shifted(detection.gaps, { from: (before.machine ?? before).at, to: at }) : NO_GAPS;
  return { ...detection, by, entry: now.id, gaps: by === "human" ? { ...gaps, toReport: null } : gaps };
}

/** By what the machine read, whatever people call the line: another kind moves nothing. What a person wrote, a person noticed. */
function isAlerting({ origin, kind, machine, actor }: Entry): boolean {
  const read = (machine ?? { kind }).kind;
  return origin === "machine" && (read === "alert" || (read === "page" && actor === undefined));
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
