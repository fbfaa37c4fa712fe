import type { EntryKind } from "../domain/kinds.ts";
import type { Meaning } from "../domain/reading.ts";
import type { Subject } from "../domain/remark.ts";
import type { StoredModel } from "../domain/weights/linear.ts";

/** How a language words one kind of happening. The first rule of the list that matches a sentence counts. */
export interface Wording {
  /** Stable, snake_case: it stands in the reading's reason. */
  readonly name: string;
  readonly kind: EntryKind;
  readonly pattern: RegExp;
  /** A plain sentence of these words states that it happened. False: it takes a person's mark to stand on the timeline. */
  readonly plain: boolean;
  /** A sentence that holds these words as well says it, and not as a plain fact: of another day or place, as an offer, against what it says next. */
  readonly unless?: RegExp;
  /** Its form leaves no doubt of the kind: it is not outvoted by trained weights. */
  readonly sure?: true;
  /** That it is plainly stated makes it no line: what it is worth, trained weights tell alone. */
  readonly slight?: true;
  /** Its words alone do not tell its kind from these: which of them it is, trained weights tell. */
  readonly among?: readonly EntryKind[];
  /** What drafting must know of it beyond its kind, whatever the rule is called in this language. */
  readonly means?: Meaning;
}

/** How a language words a remark. */
export interface RemarkWording {
  readonly about: Subject;
  readonly pattern: RegExp;
  /** A question says it, too: who asks for access has none. */
  readonly evenAsked?: boolean;
  /** The speaker takes it, of what is to do. */
  readonly taken?: RegExp;
  /** Names who does it, in the first of its groups that fits. */
  readonly named?: RegExp;
  /** The same by words that may name a thing. */
  readonly mayName?: RegExp;
}

/** How a language speaks of trouble that others may meet as well. */
export interface AlikeWording {
  /** The trouble itself, in words that people share who meet the same. */
  readonly ill: RegExp;
  /** The sentence asks whether others meet it; the group `thing`, where it has one, is what it is about. */
  readonly asks: RegExp;
  /** The sentence asks whether others meet what another sentence tells. */
  readonly asksBarely: RegExp;
  /** The speaker meets it, asked or not. */
  readonly meets: RegExp;
  /** The whole message only agrees. */
  readonly agrees: RegExp;
  /** The message begins by agreeing, and goes on in words of its own. */
  readonly concurs: RegExp;
  /** It begins with a yes: what tells of trouble then agrees as well. */
  readonly affirms: RegExp;
  /** The speaker does not meet it, jokes, or speaks of another time or place. */
  readonly denies: RegExp;
}

/** How a language begins what somebody says after another, and what adds nothing to it. */
export interface SecondWording {
  /** Meets the same, elsewhere ("same in the north hall"). */
  readonly meets: RegExp;
  /** Agrees ("yep, nothing left"); behind a question it is the answer. */
  readonly agrees: RegExp;
  /** Confirms what was said. */
  readonly confirms: RegExp;
}

/** What a reader has to know of one language: words only, no logic. Another language is another file of this shape. */
export interface Language {
  readonly wordings: readonly Wording[];
  /** The speaker guesses. */
  readonly guess: RegExp;
  /** The sentence asks, also without a question mark. */
  readonly question: RegExp;
  /** A question that tells of trouble ("is anyone else getting 500s?"). */
  readonly askedReport: RegExp;
  /** It is a wish, a condition, a promise or the past of another day: not a happening of this incident. */
  readonly unreal: RegExp;
  /** The whole message is talk: greeting, thanks, joke, yes or no. */
  readonly talk: RegExp;
  /** Of such talk, that the speaker takes it on ("here. looking"). */
  readonly takesOn: RegExp;
  /** The whole message bids somebody to come, or to ask others: nothing of it happened yet ("please join the call"). */
  readonly bids: RegExp;
  /** The whole message counts how far something got ("58 %, going well"). It is matched against short messages alone. */
  readonly counts: RegExp;
  /** The sentence points at what everybody sees, instead of naming it ("is anyone on this?"). */
  readonly points: RegExp;
  /** The text sums up, at a fixed hour, for those who do not read along ("UPDATE 09:30"). */
  readonly sumsUp: RegExp;
  /** A machine's post reminds people of what they have to do, or asks them whether they did. */
  readonly reminds: RegExp;
  /** Something that somebody did has failed. */
  readonly failed: RegExp;
  /** Something is down or fails for those who use it. */
  readonly trouble: RegExp;
  /** What was bad is there again ("the errors are back"). */
  readonly relapse: RegExp;
  /** Where something was done against trouble before: it is as it was ("still the old one"). */
  readonly unchanged: RegExp;
  /** The whole sentence denies: what was hoped for did not come, if what follows is as it was ("nope. still full"). */
  readonly denies: RegExp;
  /** The sentence tells somebody what to say: nothing of it happened yet ("say that we are on it"). */
  readonly instructs: RegExp;
  /** Those who use it, or who speak for them. */
  readonly users: RegExp;
  /** The speaker meets the trouble in person. */
  readonly firstHand: RegExp;
  /** A clock time at which something happened; its first group is the time ({@link TIME_OF_DAY}). */
  readonly clock: RegExp;
  /** A clock time at which something was seen first; one of its groups is the time. */
  readonly firstSeen: RegExp;
  /** A clock time at which something rose; its first group is the time. */
  readonly rose: RegExp;
  /** The sentence tells of a time that is set, or of one of another day: nothing was seen then. */
  readonly scheduled: RegExp;
  /** A clock time at which trouble began; one of its groups is the time. */
  readonly began: RegExp;
  /** The speaker says for whom they speak ("support desk here"); its first group is who. */
  readonly speaksFor: RegExp;
  /** What stands before a line of a log that is quoted ("log says"). */
  readonly quotesLog: RegExp;
  /** The months as logs write them, January first. */
  readonly months: readonly string[];
  readonly remarks: readonly RemarkWording[];
  /** Without it nobody is heard to meet what others meet. */
  readonly alike?: AlikeWording;
  /** Without it nobody is heard to second another. */
  readonly seconds?: SecondWording;
  /** Words by what they tell: names of classes, each with its words in their base form. */
  readonly lexicon: Readonly<Record<string, string>>;
  /** Words that every sentence has: they do not tell what it is about. */
  readonly common: ReadonlySet<string>;
  /** Words that posts and talk are made of whatever they are about: none of them names a thing. */
  readonly formulas: ReadonlySet<string>;
  /** Words that rooms of any incident are called by, in lower case: none of them tells which incident. */
  readonly rooms: ReadonlySet<string>;
  readonly trained: Trained;
}

/** What training made of a corpus of this language. */
export interface Trained {
  /** Whether a message deserves a line of the timeline: of its two classes the second. */
  readonly worth: StoredModel;
  /** What a message states: its classes are kinds, `message` for talk first. */
  readonly kinds: StoredModel;
}
