import { formatInstant, instantOf } from "../../time.ts";
import type { IncidentSummary } from "../schema.ts";
import type { SetMoments } from "./set-moments.ts";

/** How the incident stands once people said when it was mitigated or over: a head never denies the key moments below it. */
export function followHead(incident: IncidentSummary, { moments, set }: SetMoments): IncidentSummary {
  if (!set.has("mitigated") && !set.has("resolved")) return incident;
  const { mitigated, resolved } = moments;
  const endedAt = set.has("resolved") ? endOf(incident, resolved.at) : incident.endedAt;
  const isMitigated = mitigated.at !== null;
  return { ...incident, status: endedAt !== null ? "resolved" : isMitigated ? "mitigated" : "open", endedAt };
}

/** Nothing ends before it starts. */
function endOf({ startedAt }: IncidentSummary, resolved: string | null): string | null {
  return resolved === null ? null : formatInstant(Math.max(instantOf(startedAt), instantOf(resolved)), "ms");
}
