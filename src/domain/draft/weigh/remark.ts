import type { EntryKind } from "../../kinds.ts";
import type { Gist } from "../../reading.ts";
import type { Instant } from "../../time.ts";

/** One message of a person, as weighing looks at it: whoever weighs a message looks at all those around it. */
export interface Remark {
  readonly at: Instant;
  readonly who: string;
  /** What it states: the reader's best guess that is not talk. */
  readonly kind: EntryKind;
  readonly likely: Gist["likely"];
  readonly ruled: EntryKind;
  /** How likely its words alone deserve a line, 0 to 1. */
  readonly worth: number;
  /** How likely its words state anything at all, 0 to 1. */
  readonly states: number;
  /** A rule of the language finds that it plainly states, declares or reports. */
  readonly plain: boolean;
  readonly asks: boolean;
  /** An answer in a thread. */
  readonly reply: boolean;
  /** The channel that it was written in. */
  readonly channel: string;
  /** The words that carry what it is about, without those that every sentence has. */
  readonly words: readonly string[];
  /** How many words it has in all. */
  readonly length: number;
}

/** What a machine told at that minute. */
export interface Signal {
  readonly at: Instant;
  readonly kind: EntryKind;
}

/** Who said it, where and when. */
export type Said = Pick<Remark, "at" | "who" | "reply" | "channel">;

export function remarkOf(gist: Gist, { at, who, reply, channel }: Said): Remark {
  const { kind, likely, ruled, worth, states, plain, asks, words, length } = gist;
  return { at, who, reply, channel, kind, likely, ruled, worth, states, plain, asks, words, length };
}
