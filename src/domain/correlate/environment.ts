import type { OpsEvent } from "../event.ts";

/** Where something runs, as far as its sender says: where people are served, or where a team tries things out. */
export type Setting = "live" | "rehearsal" | "unknown";

const REHEARSALS =
  /^(non-?prod|stg|stag(e|ing)|dev(el(opment)?)?|test(ing)?|qa|uat|sandbox|preview|pre-?prod|demo|local)([-_./\d]|$)/i;

/**
 * The setting of an event by its environment's name. What happens where a team tries things out is no part of an incident that people
 * feel, although the service has the same name there.
 */
export function settingOf({ environment }: OpsEvent): Setting {
  if (environment === undefined || environment.trim() === "") return "unknown";
  return REHEARSALS.test(environment.trim()) ? "rehearsal" : "live";
}

/** The setting of an incident by its openers: live as soon as one of them is known to be, else a rehearsal if one is. */
export function settingOfAll(openers: readonly { readonly event: { readonly event: OpsEvent } }[]): Setting {
  const settings = new Set(openers.map(({ event }) => settingOf(event.event)));
  if (settings.has("live")) return "live";
  return settings.has("rehearsal") ? "rehearsal" : "unknown";
}

/** The settings whose openers may be about the same thing as one of this setting. */
export const MEETS: Record<Setting, readonly Setting[]> = {
  live: ["live", "unknown"],
  rehearsal: ["rehearsal", "unknown"],
  unknown: ["live", "rehearsal", "unknown"],
};

/** The settings of the incidents that an event of this setting may belong to: a rehearsal's only to one that is known to be there. */
export const BELONGS_TO: Record<Setting, readonly Setting[]> = { ...MEETS, rehearsal: ["rehearsal"] };
