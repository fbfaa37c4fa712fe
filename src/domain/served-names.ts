import { nameHash } from "./hash.ts";

/** The id of an incident: by the key of the opener that names it. */
export const incidentId = (opener: string): string => `inc_${nameHash(opener)}`;

/** The id of an entry that events made: by its anchor, and from 0 the place among the entries that this one event makes. */
export const entryId = (anchor: string, ordinal = 0): string => `e_${nameHash(anchor, ordinal)}`;

/** The id of the entry that a person's `add` made: by the key of the pinned opener and the number of the decision. */
export const addedEntryId = ({ incident, number }: { readonly incident: string; readonly number: number }): string =>
  `e_${nameHash(incident, number)}`;

/** The id of a finding: by its rule and the event that the rule is about; null for a rule that speaks once per incident. */
export const findingId = (rule: string, subject: string | null): string => `f_${nameHash(rule, subject ?? "")}`;

/**
 * The id of an action item: by the message, status post or ticket that set it, and from 0 the place among the items of that one. The words
 * are no part of it, so that an edit, or another reading, leaves it its name.
 */
export const actionId = (subject: string, ordinal: number): string => `a_${nameHash("to_do", subject, ordinal)}`;

/** The id of the action item that a person added: by the key of the pinned opener and the number of the decision. */
export const addedActionId = ({ incident, number }: { readonly incident: string; readonly number: number }): string =>
  `a_${nameHash(incident, number)}`;

/** The id of a question: by its rule and what it asks about. */
export const questionId = (rule: string, subject: string): string => `q_${nameHash(rule, subject)}`;
