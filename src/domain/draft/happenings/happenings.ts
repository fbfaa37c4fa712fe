import type { Happening } from "./happening.ts";
import type { Message } from "./messages.ts";

/** Happenings by what they are made of. */
export interface Happenings {
  readonly alerts: readonly Happening[];
  readonly clears: readonly Happening[];
  readonly pages: readonly Happening[];
  readonly answers: readonly Happening[];
  readonly changes: readonly Happening[];
  readonly statuses: readonly Happening[];
  readonly declarations: readonly Happening[];
  readonly closings: readonly Happening[];
  readonly messages: readonly Message[];
  readonly posts: readonly Message[];
  readonly others: readonly Happening[];
}
