import { type Static, Type } from "typebox";
import { EntryKind } from "../kinds.ts";
import { Nullable } from "../nullable.ts";

/** An answer to one "why": the rule that decided, and what it says. */
export const Because = Type.Object({
  rule: Type.String({ description: "Stable, snake_case." }),
  words: Type.String({ description: "For people." }),
});
export type Because = Static<typeof Because>;

/** An event that opens the incident. */
export const OpenedBy = Type.Object({
  event: Type.String(),
  delivery: Type.String(),
  at: Type.String(),
  title: Type.String(),
  because: Because,
});
export type OpenedBy = Static<typeof OpenedBy>;

/**
 * Where one event stands, or a line that a person wrote: `shown` on the timeline, `logged` in the activity log, `suggested` only, `elsewhere`
 * in another incident, `unattached` in none.
 */
export const Standing = Type.Object({
  is: Type.Enum(["shown", "logged", "suggested", "elsewhere", "unattached"] as const),
  event: Nullable(Type.String({ description: "Null: a person wrote the line." })),
  title: Type.String(),
  delivery: Nullable(Type.String({ description: "The first delivery that carried the event." })),
  source: Nullable(Type.String()),
  entry: Type.Optional(Type.Object({ id: Type.String(), at: Type.String(), kind: EntryKind, text: Type.String() })),
  incident: Type.Optional(Type.String({ description: "The other incident that it belongs to." })),
  here: Type.Optional(Because),
  folded: Type.Optional(Because),
  repeat: Type.Optional(Because),
  belongs: Type.Array(Because, { description: "Why it belongs where it is, or may belong to the incident." }),
  keptOut: Type.Array(Because, { description: "What keeps it out of the incident." }),
  time: Because,
  wording: Type.Array(Because),
});
export type Standing = Static<typeof Standing>;

/** Why something stands where it stands in an incident, or why it does not stand there. */
export const Explanation = Type.Object({
  incident: Type.Object({
    id: Type.String(),
    title: Type.String(),
    startedAt: Type.String(),
    endedAt: Nullable(Type.String()),
    openedBy: Type.Array(OpenedBy),
  }),
  subject: Type.String(),
  is: Type.Enum(["entry", "event", "delivery", "unknown"] as const),
  standings: Type.Array(Standing),
  /** What of a delivery is no event, or why nothing is known of the subject. */
  also: Type.Array(Because),
});
export type Explanation = Static<typeof Explanation>;
