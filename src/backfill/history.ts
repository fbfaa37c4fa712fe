import type { Instant } from "../domain/time.ts";

// What belongs in this folder: asking a vendor for what its webhooks did not bring, and handing the answers in like any delivery. One
// vendor is one implementation of History (`<vendor>-history.ts`, on a client of its own); what runs it (`run.ts`, `reconcile.ts`), how
// it waits (`back-off.ts`) and what it remembers (`marks.ts`) is the same for all. What an answer means is said in `sources/`, which
// decodes it as it decodes webhooks: nothing here makes an event.

/** From, inclusive, to, exclusive. */
export interface Period {
  readonly since: Instant;
  readonly until: Instant;
}

/** A thing that a vendor tells of as a whole: an incident. */
export interface Listed {
  readonly name: string;
  /** Changes whenever there is more to tell of it: one that was fetched in this version need not be fetched again. */
  readonly version: string;
}

/** What a vendor can tell afterwards. */
export interface History<L extends Listed = Listed> {
  /**
   * What began in a period, each once, in no order. `unfinished`: also what began before and is not over.
   *
   * @throws VendorRefused, VendorUnavailable
   */
  list(period: Period, options: { readonly unfinished: boolean }): AsyncIterable<L>;

  /**
   * All that is told of one: bodies of deliveries, each within the source's limit. The same telling gives the same bytes.
   *
   * @throws VendorRefused, VendorUnavailable
   */
  fetch(listed: L): Promise<readonly Uint8Array[]>;
}

/** The vendor will not answer this, however often it is asked: a wrong token, a question that it does not understand. */
export class VendorRefused extends Error {
  override readonly name = "VendorRefused";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The vendor does not answer now, and may later. */
export class VendorUnavailable extends Error {
  override readonly name = "VendorUnavailable";
}
