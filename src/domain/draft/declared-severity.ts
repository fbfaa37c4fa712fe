import type { IncidentView } from "../correlate/incident-view.ts";
import type { OpsEvent, Severity } from "../event.ts";
import { entryId } from "../served-names.ts";
import type { Moments } from "./schema.ts";

/** By their number, as people number severities: `SEV2`, `sev-2`, `SEV 2`. */
const NUMBERED: readonly Severity[] = ["critical", "critical", "high", "medium", "low", "low"];

const SEVERITY = /\bsev[\s_-]?([0-5])\b/i;

/** How bad the declaration says it is: that of an incident tool, else of the person who declared it in chat. Null where none says so. */
export function declaredSeverity({ attached }: IncidentView, { declared }: Moments): Severity | null {
  const events = attached.map(({ event }) => event.event);
  const official = events.findLast(({ kind, severity }) => kind === "incident" && severity !== null);
  if (official) return official.severity;
  const told = events.find((event) => wordsOf(event) !== null && entryId(event.key) === declared.entry);
  return told ? (NUMBERED[Number(wordsOf(told))] ?? null) : null;
}

const wordsOf = ({ kind, title, text }: OpsEvent): string | null =>
  kind === "message" ? (SEVERITY.exec(text ?? title)?.[1] ?? null) : null;
