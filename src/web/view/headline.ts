import type { Draft } from "../../domain/draft/schema.ts";
import { spell } from "../../domain/spell.ts";
import type { Account } from "./account.ts";
import { dayAndClock, secondsBetween, zoneCity } from "./times.ts";
import { counted, METRICS } from "./words.ts";

export const NOT_IN_THE_RECORD = "Not in the record.";

/** The facts at the head of a document, each with its label. */
export function headlineFacts({ incident, review }: Draft): readonly (readonly [string, string])[] {
  const { status, severity, services, teams, startedAt, endedAt, candidate } = incident;
  const toTheSecond = (at: string): string => dayAndClock({ at, precision: "s" });
  const span =
    endedAt === null
      ? `from ${toTheSecond(startedAt)}, not over in the record`
      : `${toTheSecond(startedAt)} to ${toTheSecond(endedAt)} (${spell(secondsBetween(startedAt, endedAt))})`;
  return [
    ["Status", candidate ? `${status}, a candidate: nobody declared it or took it on` : status],
    ["Severity", severity ?? "not in the record"],
    ["Services", services.join(", ") || "not in the record"],
    ["Teams", teams.join(", ") || "not in the record"],
    ["Incident", span],
    ["Reviewed", review ? `by ${review.by}, ${toTheSecond(review.at)}` : "not yet"],
  ];
}

/** How the document tells time. */
export function timeSentence({ origin }: Account, zone: string | undefined): string {
  const beside = zone === undefined ? "" : `, beside them ${zoneCity(zone)} (${zone})`;
  const counts = origin ? ` T+ counts from ${origin.says}, ${dayAndClock(origin)}.` : "";
  return `All times are UTC${beside}.${counts}`;
}

interface MetricLine {
  readonly word: string;
  readonly formula: string;
  readonly value: string;
  readonly isKnown: boolean;
}

/** The metrics, each with its formula; what is not known is "unknown", never 0. */
export function metricLines({ metrics }: Draft): readonly MetricLine[] {
  return METRICS.map(({ name, word, formula }) => {
    const seconds = metrics[name];
    return { word, formula, value: seconds === null ? "unknown" : spell(seconds), isKnown: seconds !== null };
  });
}

/** What the timeline leaves to the activity log, counted. Empty where it leaves nothing. */
export function leftOutSentence({ hidden, logged }: Account): string {
  const parts = [
    ...(hidden > 0 ? [`${counted(hidden, "entry", "entries")} hidden by people`] : []),
    ...(logged > 0
      ? [`${hidden > 0 ? `${logged} more` : counted(logged, "entry", "entries")} in the activity log`]
      : []),
  ];
  return parts.length === 0 ? "" : `Not shown: ${parts.join(", ")}.`;
}

/** The name of an action's owner, or loudly that nobody owns it. */
export const ownerWords = (owner: string | null): string => owner ?? "NOBODY OWNS THIS";
