import type { RecordedEvent } from "../event.ts";
import type { Instant } from "../time.ts";
import type { WordNumbers } from "../words/word-numbers.ts";

export type OpenerType = "alert" | "page" | "status" | "declaration" | "report";

/** An event that can open an incident. */
export interface Opener {
  readonly event: RecordedEvent;
  readonly type: OpenerType;
  /** From its occurredAt to the last event that closes one of its keys, else `openFor` after the last event of its keys. */
  readonly openUntil: Instant;
  /** Whether an event closed it; false where `openFor` ended it. */
  readonly closed: boolean;
  /** Names of the services that it is about, resolved by the catalogue. */
  readonly services: readonly string[];
}

/** Why an event belongs to an incident. `rank`: 0 it is an opener, 1-4 as DESIGN §3.1 counts. `reason` is a stable snake_case name. */
export interface Attachment {
  readonly event: RecordedEvent;
  readonly rank: 0 | 1 | 2 | 3 | 4;
  readonly reason: string;
  /** What correlation has looked up on its way, and drafting need not again; absent where no correlation attached it. */
  readonly services?: readonly string[];
  /** Of a message, its telling words as the view's `words` number them. */
  readonly telling?: readonly number[] | undefined;
}

/** An incident as correlation sees it: openers that belong together and the events attached to them. A function of the set of events. */
export interface IncidentView {
  /** `inc_` + hash of the naming opener's key: the pinned opener, else the earliest. */
  readonly id: string;
  /** The ids of its other openers, sorted; each resolves to this incident. */
  readonly aliases: readonly string[];
  /** The event key of the opener that names it. */
  readonly opener: string;
  /** Whether a decision or a publication pinned that opener. */
  readonly pinned: boolean;
  /** In the total order of events. */
  readonly openers: readonly Opener[];
  readonly start: Instant;
  /** When the last opener closed or ran out. */
  readonly end: Instant;
  /** Whether every opener was closed by an event. */
  readonly closed: boolean;
  readonly candidate: boolean;
  /** Catalogue names, sorted; an unknown service is one of its own. */
  readonly services: readonly string[];
  /** Chat channels (ids and names) that are the incident's own. */
  readonly channels: ReadonlySet<string>;
  /** The sources that told of anything while they could have told of it, sorted; what they told need not belong to it. */
  readonly heard: readonly string[];
  /** Openers and attached events, in the total order. */
  readonly attached: readonly Attachment[];
  /** Events that may belong to it but were not attached, each with a reason; in the total order. */
  readonly suggestions: readonly { readonly event: RecordedEvent; readonly reason: string }[];
  /** The words of its events, as far as correlation numbered them. */
  readonly words?: WordNumbers;
}

export interface Correlation {
  /** By (start, id). */
  readonly incidents: readonly IncidentView[];
  /** Events of no incident, in the total order. */
  readonly unattached: readonly RecordedEvent[];
}
