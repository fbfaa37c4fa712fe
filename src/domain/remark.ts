/**
 * What people remark on beside what happens: how well their own house stood up to it. A remark is evidence for a finding, never a finding:
 * it says who found it so, and not whether it is true.
 */
export type Subject =
  /** Nothing watched it, or what watches was blind or silent. */
  | "unwatched"
  /** Somebody lacked access, rights or a way in. */
  | "no_access"
  /** What is written down is missing, old or wrong. */
  | "undocumented"
  /** Somebody did not know how it works, or did it for the first time. */
  | "untrained"
  /** The public was told late, wrongly or not at all, or could not be told. */
  | "public_untold"
  /** The way of working let it through: no test, no review, all at once. */
  | "unguarded"
  /** What was tried did not help. */
  | "no_effect"
  /** A change of one's own did it, by the words of those who made it. */
  | "own_change"
  /** People did not know of each other, or of who leads. */
  | "at_odds"
  /** It mended itself, or held. */
  | "held_up"
  /** People from several places worked as one. */
  | "together"
  /** What is written down was followed, or the exercise paid. */
  | "by_the_book"
  /** A way out was made that was not there before. */
  | "devised"
  /** Somebody helped who was off duty. */
  | "beyond_duty"
  /** It is about something else than what goes on, by its own words. */
  | "another_matter"
  /** Something should be done afterwards. */
  | "to_do"
  /** Something should be done; while it lasts that may be at once. */
  | "should_do";

export interface Remark {
  readonly about: Subject;
  /** The sentence that says so. */
  readonly words: string;
  /** Who does it, of what is to do: who speaks, or whom they name; `ifKnown` where the name may be that of a thing. */
  readonly owner?: "speaker" | { readonly name: string; readonly ifKnown?: true };
}
