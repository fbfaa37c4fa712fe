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

/** The id of an action: by the event and the words that set it. */
export const actionId = (name: string): string => `a_${nameHash(name)}`;

/** The id of a question: by its rule and what it asks about. */
export const questionId = (rule: string, subject: string): string => `q_${nameHash(rule, subject)}`;
