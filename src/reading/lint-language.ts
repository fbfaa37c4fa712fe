/** Words of one language that a timeline does better without. */
export interface LintWording {
  /** The name of the rule. Several wordings may be of one rule. */
  readonly rule: "blame" | "counterfactual" | "how" | "why";
  /** The words to mark. */
  readonly pattern: RegExp;
  /**
   * Beginnings of words, up to four letters, in lower case, a blank between two: a line without any of them has nothing to mark. Most lines
   * are done with by looking for these.
   */
  readonly beginnings: string;
  /** Marked only where somebody stands right before them: "Noor broke it", and not "the build broke". */
  readonly ofPerson?: boolean;
  /** Not marked where this stands anywhere before them in the line. */
  readonly notAfter?: RegExp;
}

/** What linting has to know of one language: words only, no logic. */
export interface LintLanguage {
  /** Where several mark the same words, the first counts. */
  readonly wordings: readonly LintWording[];
  /** By rule: what is the matter, and what to do about it, a sentence each. */
  readonly advice: Readonly<Record<LintWording["rule"], { readonly reason: string; readonly hint: string }>>;
  /** A person who is not named, at the end of what stands before a verb ("she", "whoever"). */
  readonly somebody: RegExp;
}
