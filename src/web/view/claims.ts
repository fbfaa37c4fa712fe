import { isCalledReport } from "../../domain/draft/detection.ts";
import type { Action, Detection, Draft, Entry, Finding } from "../../domain/draft/schema.ts";
import type { FindingPart } from "../../domain/kinds.ts";
import { spell } from "../../domain/spell.ts";
import type { Account, RowView } from "./account.ts";
import { utcClock } from "./times.ts";
import { counted } from "./words.ts";

/** A finding with the timeline's rows that it rests on. */
export interface Claim {
  readonly finding: Finding;
  readonly rows: readonly RowView[];
  /** Pieces of evidence that stand in the activity log only. */
  readonly logged: number;
}

/** The findings of one part: what people accepted, and what nobody judged yet. */
export interface PartView {
  readonly accepted: readonly Claim[];
  readonly suggested: readonly Claim[];
  readonly rejected: number;
}

/** The findings of a part, with the rows of the timeline that bear them out. */
export function partOf({ draft, rows }: Account, part: FindingPart): PartView {
  const byId = new Map(rows.map((row) => [row.entry.id, row]));
  const findings = draft.findings.filter((finding) => finding.part === part);
  const claims = (state: Finding["state"]): Claim[] =>
    findings
      .filter((finding) => finding.state === state)
      .map((finding) => {
        const held = finding.evidence.flatMap((id) => byId.get(id) ?? []);
        return { finding, rows: held, logged: finding.evidence.length - held.length };
      });
  return { accepted: claims("accepted"), suggested: claims("candidate"), rejected: claims("rejected").length };
}

/** Which finding an action item answers, in words; null where it answers none. */
export function answeredWords({ findings }: Draft, { answers }: Action): string | null {
  if (answers === undefined) return null;
  const finding = findings.find(({ id }) => id === answers);
  return `answers: ${finding?.text ?? "a finding that is not in the record any more"}`;
}

/** Where the gap to a report is unknown: a plain one has none where a person retimed the alert, or wrote the report. */
function withoutGap(report: Detection["report"], entries: readonly Entry[]): string {
  if (report === "plain") return "";
  if (report === "none") return "; nobody in the record reported it";
  const likely = entries.find(isCalledReport);
  return likely
    ? `; perhaps a person reported it at ${utcClock(likely)} UTC`
    : "; a line looks like a report but does not plainly say so";
}

/** Who noticed first, in a sentence, with the gaps that are known. */
export function detectionSentence({ detection: { by, report, gaps }, entries }: Draft): string {
  if (by === null) return "Who noticed first is not in the record.";
  if (by === "human") return "Noticed by a person before any alert.";
  const toReport =
    gaps.toReport === null
      ? withoutGap(report, entries)
      : `, ${spell(gaps.toReport)} before the first report by a person`;
  const toAction =
    gaps.toAction === null ? "" : `; the first action by a person came ${spell(gaps.toAction)} after the alert`;
  return `Detected by an alert${toReport}${toAction}.`;
}

/** What the record lacks: sources that were silent about this incident, and deliveries that could not be used, a sentence for each source. */
export function lackingSentences({ coverage, missing }: Draft): string[] {
  const bySource = Map.groupBy(missing, ({ source }) => source);
  const sources = [...new Set([...coverage.map(({ source }) => source), ...bySource.keys()])];
  return sources.flatMap((source) => {
    const covered = coverage.find((each) => each.source === source);
    // What else it sent belongs elsewhere: coverage counts what is attached.
    const gaps = (covered?.gaps ?? []).map(({ from, to }) => clocks(from, to));
    const silent =
      gaps.length === 0
        ? []
        : [`${gaps.length === 1 ? "a gap" : "gaps"} in what it sent of this incident: ${gaps.join(", ")}`];
    const never = covered && covered.first === null ? ["nothing that belongs to this incident"] : [];
    const lost = bySource.get(source)?.length ?? 0;
    const quarantined = lost === 0 ? [] : [`${counted(lost, "delivery", "deliveries")} in quarantine`];
    const facts = [...never, ...silent, ...quarantined];
    return facts.length === 0 ? [] : [`${source}: ${facts.join("; ")}.`];
  });
}

/** `14:10–14:25`, with dates where they differ. Gaps are told to the minute. */
function clocks(from: string, to: string): string {
  const clock = (at: string): string => utcClock({ at, precision: "m" });
  if (from.slice(0, 10) === to.slice(0, 10)) return `${from.slice(0, 10)} ${clock(from)}–${clock(to)} UTC`;
  return `${from.slice(0, 10)} ${clock(from)} – ${to.slice(0, 10)} ${clock(to)} UTC`;
}
