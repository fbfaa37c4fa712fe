import type { Instant, Span } from "../domain/time.ts";
import type { AuthKind, SourceKind } from "../sources/lib/define.ts";

/** One live secret of a source. Several may be live at once, so that a secret can be changed without losing a delivery. */
export interface Secret {
  readonly kind: AuthKind;
  /** The shared secret; for `basic` the password, or `user:password` where `user` is not given. Never logged, never served. */
  readonly value: string;
  readonly user?: string;
  /** The last instant at which it is accepted. */
  readonly notAfter?: Instant;
}

/** How to ask a sender itself, and what for. */
export interface SourceApi {
  /** Never logged, never served. */
  readonly token: string;
  /** Without a trailing slash; undefined: the vendor's own address. */
  readonly url?: string;
  /** Asks for what webhooks did not bring, this often. */
  readonly reconcileEvery?: Span;
  /**
   * Writes the draft's address under the sender's incident, in the name of the person with this address. `pages`: where people reach our
   * pages, without a trailing slash; undefined: where they listen.
   */
  readonly note?: { readonly from: string; readonly pages?: string };
  /** Asks the sender to deliver again what it could not deliver. */
  readonly redeliver?: Redelivery;
}

/** Which webhooks of GitHub to look after. */
export interface Redelivery {
  readonly every: Span;
  /** `repos/<owner>/<repo>/hooks/<id>` or `orgs/<org>/hooks/<id>`. */
  readonly hooks: readonly string[];
}

/** A configured sender. */
export interface Source {
  /** Its word in `/webhooks/<name>`. */
  readonly name: string;
  readonly kind: SourceKind;
  /** Empty where deliveries come only by trusted ways: a webhook is then answered "not ready", never accepted. */
  readonly auth: readonly Secret[];
  /** The name in event keys: its own, or that of the source whose events these are too (`sharesKeysWith`). */
  readonly keyName: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Only where the configuration has a token for it. */
  readonly api?: SourceApi;
}
