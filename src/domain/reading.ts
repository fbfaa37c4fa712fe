import type { OpsEvent } from "./event.ts";
import type { EntryKind } from "./kinds.ts";
import type { Remark } from "./remark.ts";
import type { Instant, ToldTime } from "./time.ts";

/** What drafting must know of a statement beyond its kind: impact is mitigated, what was bad is there again, a status post went out. */
export type Meaning = "impact_mitigated" | "trouble_back" | "status_posted";

/**
 * How somebody speaks of trouble that others may meet as well: asks whether they do, meets it, agrees with whoever did, or concurs: agrees, and
 * tells in words of their own how they meet it. All but asking is an answer: what nobody asked for opens nothing.
 */
export interface Alike {
  readonly says: "asks" | "meets" | "agrees" | "concurs";
  /** The words of the trouble; none where somebody only agrees. */
  readonly words: string;
}

/** How somebody seconds what another has just said: meets it, too, agrees, or confirms it. */
export type Seconding = "meets" | "agrees" | "confirms";

/** What a machine's post tells of an incident that an incident tool numbered. */
export interface NumberedPost {
  readonly tells: "opened" | "ended";
  /** In upper case: `INC-412`. */
  readonly number: string;
  /** Who opened it: a name, or a chat's id of a person; empty where it ended. */
  readonly by: string;
  /** Who leads, in the same way. */
  readonly leads: readonly string[];
}

/** What a reader found in a chat message, a note or a post. A reader is pure; see src/reading/. */
export interface Reading {
  /** The kind of happening that it states; `message` for talk and for what the reader does not understand. */
  readonly kind: EntryKind;
  /** It is nothing but greeting, thanks, yes or no, or bids somebody to come. */
  readonly small?: true;
  /** Small as it is, it says that the speaker takes it on ("here. looking"). */
  readonly takesOn?: true;
  /** A person declares an incident ("declaring sev 1"). */
  readonly declares: boolean;
  /** Only of a machine's post. */
  readonly numbered?: NumberedPost;
  /** A person reports that something is down or failing for users, first hand or relayed. */
  readonly reports: boolean;
  /** A machine's post that only repeats an alert, page, deploy or status post which its sender also delivers itself. */
  readonly echoes: boolean;
  /** It plainly states that the happening took place (no guess, question, plan or condition): it may stand on the timeline unmarked. */
  readonly certain?: boolean;
  /** The sentence that says it, where a person wrote more than that. */
  readonly statement?: string;
  /** When it says that it happened, where it tells a time shortly before it was written; where it tells no zone, UTC is assumed. */
  readonly happenedAt?: ToldTime;
  readonly means?: Meaning;
  /** The form of its words leaves no doubt of the kind. */
  readonly sure?: true;
  /** That it is plainly stated makes it no line by itself. */
  readonly slight?: true;
  /** Kinds that its words do not tell from its own. */
  readonly among?: readonly EntryKind[];
  /** When what is wrong began, where it says so: a clock time shortly before it was written, in UTC where it tells no zone. */
  readonly beganAt?: () => Instant | undefined;
  /** For whom the speaker says to speak, in its words ("support desk"); null where they say nothing of it. Looked for when it is asked for. */
  readonly speaksFor?: () => string | null;
  /** How it speaks of trouble that others may meet as well; null where it does not. Looked for when it is asked for. */
  readonly alike?: () => Alike | null;
  /** How it seconds what another said; null where it does not. Looked for when it is asked for. */
  readonly seconds?: () => Seconding | null;
  /** Whether it points at what everybody sees, instead of naming it ("is anyone on this?"). Looked for when it is asked for. */
  readonly points?: () => boolean;
  /** Whether it sums up at a fixed hour for those who do not read along. Looked for when it is asked for. */
  readonly sumsUp?: () => boolean;
  /** Whether it says that something that was done failed. Looked for when it is asked for. */
  readonly saysFailed?: () => boolean;
  /** What it remarks on beside what happens. Looked for when it is asked for. */
  readonly remarks?: () => readonly Remark[];
  /** Whether it does nothing but count how far something got. Looked for when it is asked for. */
  readonly counts?: () => boolean;
  /** The words of its title and text that name things: products, packages, hosts, versions; in lower case, each once. Looked for when it is asked for. */
  readonly things?: () => readonly string[];
  /** Taken when it is asked for, since it costs more than the rules do. Only of what a person said. */
  readonly gist?: () => Gist;
  /** Name of the rule, a colon, and in a sentence what decided. For people: nothing may depend on its words. */
  readonly reason: string;
}

/** What a reader takes from a person's words as a whole: likelihoods where a rule knows yes and no. */
export interface Gist {
  /** What it most likely states, if it states anything. */
  readonly kind: EntryKind;
  /** The likeliest kinds with how likely they are, 0 to 1, talk among them; those that hardly can be are left out. */
  readonly likely: readonly (readonly [EntryKind, number])[];
  /** The kind that a rule found, `message` where none did. */
  readonly ruled: EntryKind;
  /** How likely it states anything, 0 to 1. */
  readonly states: number;
  /** How likely it deserves a line of the timeline by its words alone, 0 to 1. */
  readonly worth: number;
  /** A rule finds that it plainly states, declares or reports something. */
  readonly plain: boolean;
  readonly asks: boolean;
  /** The words that tell what it is about, each once. */
  readonly words: readonly string[];
  /** How many words it has. */
  readonly length: number;
  /** The signs that spoke most for its worth, or against it, the strongest first. For people, once they are put into words. */
  readonly decisive: (speaksFor: boolean) => readonly string[];
}

export interface Reader {
  (event: OpsEvent): Reading;
  /** Words that rooms of any incident are called by, in lower case: none of them tells which incident. Without them every word tells. */
  readonly roomWords?: ReadonlySet<string>;
}
