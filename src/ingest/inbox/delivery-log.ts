import type { StoredDelivery } from "../delivery.ts";

/** A log outside this process that verified deliveries are handed to, for whoever reads it to decode. */
export interface DeliveryLog {
  /**
   * Resolves when all of them are durable in the log. Where it rejects, some may be: handing them in again is harmless, since a delivery keeps
   * its name.
   *
   * @throws TooLargeForLog where the only one handed in never will fit
   */
  append(deliveries: readonly StoredDelivery[]): Promise<void>;
  close(): Promise<void>;
}

/** The log takes no delivery of this size. */
export class TooLargeForLog extends Error {
  override readonly name = "TooLargeForLog";
}
