import { type Static, Type } from "typebox";
import { type Instant, Precision, type ToldTime } from "./time.ts";

/** What sort of thing a sender told of. `mark`: a person pinned a message or put an emoji on it. */
export const EventKind = Type.Enum([
  "alert",
  "page",
  "change",
  "message",
  "mark",
  "status",
  "incident",
  "channel",
  "ticket",
]);
export type EventKind = Static<typeof EventKind>;

/** From the worst to the mildest. */
const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export const Severity = Type.Enum(SEVERITIES);
export type Severity = Static<typeof Severity>;

/** The worst of them; null where none is told. */
export function worstOf(severities: readonly (Severity | null)[]): Severity | null {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? null;
}

/** Whether a severity is the other or worse. */
export const isAsBadAs = (severity: Severity, other: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(other);

/** Who did it. `automation`: a monitor, a pipeline, a bot. `unknown` where the sender does not say. */
export const Actor = Type.Object({
  type: Type.Enum(["human", "automation", "unknown"]),
  /** `<vendor>:<the vendor's id>`, for example `slack:U0123`, as `people[].ids` of the configuration writes it. */
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
});
export type Actor = Static<typeof Actor>;

/**
 * A name that several events share. The type says what sharing it means.
 *
 * Lifecycles, which join an event to an opener at any distance in time:
 * `page` (PagerDuty incident id …), `episode` (alert fingerprint and start: one firing until its end), `status` (status post id),
 * `incident` (incident tool's id), `deployment` and `run` (one deployment, one pipeline run).
 *
 * Places and things, which by themselves join nothing:
 * `message` (`<team>/<channel>/<ts>`: the message's own name), `channel` (an id or a name; a message carries both where known),
 * `alert` (the fingerprint without its start: the same alert, whichever episode), `commit` (sha), `pr` (`owner/repo#n`), `ticket`, `team`.
 */
export const CorrelationKey = Type.Object({ type: Type.String(), value: Type.String() });
export type CorrelationKey = Static<typeof CorrelationKey>;

/** The correlation types that are lifecycles: see {@link CorrelationKey}. */
export const LIFECYCLES: ReadonlySet<string> = new Set(["page", "episode", "status", "incident", "deployment", "run"]);

export const Link = Type.Object({ rel: Type.String(), url: Type.String() });
export type Link = Static<typeof Link>;

const facts = {
  kind: EventKind,
  /**
   * What happened to it, in our words, whatever the sender calls it:
   *
   * - alert: firing, resolved
   * - page: triggered, acknowledged, unacknowledged, escalated, reassigned, priority_changed, responder_added, reopened, updated, resolved
   * - change: queued, started, succeeded, failed, rolled_back, cancelled, merged, pushed, released, updated
   * - message: posted, edited, deleted
   * - mark: pinned, unpinned, reacted, unreacted
   * - status: investigating, identified, monitoring, resolved, scheduled, in_progress, completed, updated
   * - incident: declared, updated, resolved
   * - channel: created, renamed, archived, joined, left, updated
   * - ticket: opened, closed, reopened, commented, updated
   */
  action: Type.String(),
  actor: Actor,
  /** The sender told it only when it was asked: what it sends by itself did not bring it. */
  asked: Type.Optional(Type.Literal(true)),
  /** The sender's own word for the service; the catalogue is applied when drafting, never in the source. */
  service: Type.Optional(Type.String()),
  /** Other words of the sender that may name a service: label values, components, a repository (`owner/repo`). */
  names: Type.Array(Type.String()),
  environment: Type.Optional(Type.String()),
  severity: Type.Union([Severity, Type.Null()]),
  /** One line: what the sender calls it. For a message: its text, cut. */
  title: Type.String(),
  /** The whole text, where it says more than the title. */
  text: Type.Optional(Type.String()),
  correlation: Type.Array(CorrelationKey),
  /** The message, page or incident that this is about: an edit, a deletion, a pin, a reply (its thread's root), a note on a page. */
  refersTo: Type.Optional(CorrelationKey),
  links: Type.Array(Link),
  /** That a person marked it: `pinned`, or the name of the emoji. */
  marks: Type.Array(Type.String()),
  /** The lifecycle it is a step of: the alert episode, the deployment, the page. Unique over all sources of one kind. */
  group: Type.Optional(Type.String()),
};

/** One normalised, immutable fact (DESIGN §5.4). `occurredAt` is the sender's, or the first receipt's with `timeSuspect`. */
export const OpsEvent = Type.Object({
  /** `<source name>/<kind of source>:v<n>:<the sender's facts>`: see key.ts. */
  key: Type.String(),
  formerKeys: Type.Array(Type.String()),
  ...facts,
  occurredAt: Type.Integer(),
  precision: Precision,
  zoneAssumed: Type.Boolean(),
  /** The sender told no time, or one that cannot be: then `occurredAt` is when we first received it. */
  timeSuspect: Type.Boolean(),
  sentAt: Type.Optional(Type.Integer()),
});
export type OpsEvent = Static<typeof OpsEvent>;

/**
 * An event before anybody received it: what is stored, and what identity is taken of. It differs from {@link OpsEvent} in one thing:
 * where the sender told no usable time, `told` is null, so that the same bytes received later are still the same event.
 */
export interface ToldEvent
  extends Omit<OpsEvent, "occurredAt" | "precision" | "zoneAssumed" | "timeSuspect" | "sentAt"> {
  readonly told: ToldTime | null;
}

/** One event as one delivery carried it. The store keeps each distinct one. */
export interface Sighting {
  readonly event: ToldEvent;
  /** SHA-256 of the canonical JSON of `event`: two sightings with the same key and another content are variants. */
  readonly content: string;
  /** The sender's time of sending, where signed or stated: it chooses between variants, and is no part of the content. */
  readonly sentAt?: Instant;
  readonly delivery: string;
  readonly source: string;
  readonly receivedAt: Instant;
}

/** An event as drafting reads it: the variant in force, and the delivery that first carried the event. */
export interface RecordedEvent {
  readonly event: OpsEvent;
  /** Content hash of the variant in force. */
  readonly content: string;
  /** The delivery with the least (receivedAt, id) that carried the event, whichever variant. */
  readonly delivery: string;
  readonly source: string;
  readonly receivedAt: Instant;
  /** Its other variants, the one that was in force before the present one last; absent where there never was another. */
  readonly superseded?: readonly OpsEvent[];
}
