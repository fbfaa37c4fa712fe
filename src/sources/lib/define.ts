import type { Static, TSchema } from "typebox";
import type { Actor, CorrelationKey, EventKind, Link, Severity } from "../../domain/event.ts";
import type { Outcome, Rejection } from "../../domain/outcome.ts";
import type { Instant, ToldTime } from "../../domain/time.ts";

/** The ways in which a sender can prove itself (DESIGN §5.2). */
export type AuthKind = "hmac" | "bearer" | "basic" | "standardWebhooks" | "urlToken";

/** What can be asked of a sender's own API, with a token of the configuration. */
export type ApiUse = "backfill" | "reconcile" | "note" | "redeliver";

/** How a sender lays out its HMAC-SHA256 signature. Compared by one shared verifier, in constant time. */
export interface HmacScheme {
  /** Header that carries the signature, lower case. */
  readonly header: string;
  /** What stands before the digest: `sha256=`, `v1=`, `v0=`, or nothing. Signatures of another version are ignored. */
  readonly prefix: string;
  /** Several signatures in one header (rotation) are separated by a comma; at most ten are tried. */
  readonly several?: boolean;
  /** Where the sender signs a timestamp (seconds since 1970): its header, and what is signed before the body. Stale and future ones are refused. */
  readonly timestamp?: {
    readonly header: string;
    readonly base: (timestamp: string) => string;
    readonly required: boolean;
  };
}

/** What came in, as `normalize` may see it. Header names are lower case; secrets and signatures are no part of it. */
export interface SourceContext {
  /** The source's configured name. */
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Only for what depends on it by contract, never for an event's time: leave `told` null and the frame uses the first receipt. */
  readonly receivedAt: Instant;
  /** The kind's own options from the configuration. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** An event as a source makes it; the frame adds the key's prefix and the empty lists. */
export interface SourceEvent {
  /** `v<n>:<the sender's facts>`: the frame puts `<source name>/<kind>:` before it. */
  readonly key: string;
  /** Keys that an earlier version of this source gave the same event, in the same form. */
  readonly formerKeys?: readonly string[];
  readonly kind: EventKind;
  /** One of the words that OpsEvent names. */
  readonly action: string;
  readonly actor: Actor;
  /** The sender was asked, and would have told it by itself. */
  readonly asked?: true;
  /** When it happened, as the sender told it. Null: it told none, or a sentinel. */
  readonly told: ToldTime | null;
  /** When the sender sent this content, if it says so. */
  readonly sentAt?: Instant;
  readonly service?: string | undefined;
  readonly names?: readonly string[];
  readonly environment?: string | undefined;
  readonly severity?: Severity | null;
  readonly title: string;
  readonly text?: string | undefined;
  readonly correlation?: readonly CorrelationKey[];
  readonly refersTo?: CorrelationKey | undefined;
  readonly links?: readonly Link[];
  readonly marks?: readonly string[];
  readonly group?: string | undefined;
}

export interface Normalized {
  readonly events: readonly SourceEvent[];
  /** Parts of an authentic delivery that could not be understood: the good parts stand, these go to quarantine. */
  readonly rejected?: readonly Rejection[];
  /** Parts of no interest to a timeline, by the sender's name for them: counted. */
  readonly ignored?: readonly string[];
}

/** What to answer at once where a sender asks for more than an acknowledgement (Slack's `url_verification`). Nothing is stored. */
export interface Handshake {
  readonly contentType: string;
  readonly body: string;
}

/**
 * An address below `/webhooks/<source>`, for senders that know only another receiver's address: they are pointed here instead, and are
 * answered as that receiver answers.
 */
export interface Door {
  /** What follows the source's name: `/v2/enqueue`. */
  readonly path: string;
  /** What to answer with 202, as JSON, after the delivery is durable. `json` parses within bounds. */
  accepted(body: Uint8Array, json: (bytes: Uint8Array) => Outcome<unknown>): unknown;
  /** What to answer to a delivery that is not authentic. `detail` is a sentence for a person. */
  refused(detail: string): { readonly status: number; readonly body: unknown };
}

export interface SourceKind<P extends TSchema = TSchema> {
  /** The kind: file name, URL word and configuration key at once; kebab-case. */
  readonly name: string;
  /** What this sender can do; a configuration may use only these. */
  readonly auth: readonly AuthKind[];
  readonly hmac?: HmacScheme;
  /** Header that carries a plain shared secret where the sender does not use `Authorization: Bearer`. */
  readonly tokenHeader?: string;
  /** Member of the JSON body that carries the shared secret instead. Its value is masked before a delivery is kept. */
  readonly tokenField?: string;
  /** Addresses below its own. */
  readonly doors?: readonly Door[];
  /** What its own API can be asked for; a configuration may use only these. */
  readonly api?: readonly ApiUse[];
  /** The largest body accepted, in bytes. */
  readonly bodyLimit: number;
  /**
   * Headers besides content-type that `normalize` or `read` use: part of a delivery's identity and kept with it.
   * `ce-*` stands for every header whose name begins with `ce-`.
   */
  readonly headers: readonly string[];
  /** The kind's own options, checked when the configuration is read. */
  readonly options?: TSchema;
  /** The fields of the payload that we read, and no others. */
  readonly payload: P;
  /** Bytes to payload, where that is more than parsing JSON (CloudEvents' binary mode, a form field). `json` parses within bounds. */
  read?(
    body: Uint8Array,
    context: SourceContext,
    json: (bytes: Uint8Array | string) => Outcome<unknown>,
  ): Outcome<unknown>;
  handshake?(payload: Static<P>, context: SourceContext): Handshake | null;
  /** Answer to an HTTP OPTIONS request (CloudEvents' abuse protection): headers to send, or null for none. */
  preflight?(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null;
  /** Pure. One delivery may hold many events; an unknown type gives none and stands in `ignored`. */
  normalize(payload: Static<P>, context: SourceContext): Normalized;
}

/** Types `normalize` by the payload's schema. */
export function defineSource<P extends TSchema>(kind: SourceKind<P>): SourceKind<P> {
  return kind;
}
