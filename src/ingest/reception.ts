import { accept, type Outcome, type Rejection } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import { answerHandshake, relevantHeaders } from "./decode/decode.ts";
import type { Arrival, Receipt, VerifiedDelivery } from "./delivery.ts";
import { type Inbox, InboxUnavailable, type NewDelivery } from "./inbox/inbox.ts";
import type { IngestMetrics } from "./ingest-metrics.ts";
import type { Source } from "./source.ts";
import type { IngestSpans } from "./spans.ts";
import { trust, verify } from "./verify/verify.ts";

export interface ReceptionOptions {
  readonly sources: ReadonlyMap<string, Source>;
  readonly inbox: Pick<Inbox, "appendAll">;
  readonly now: () => Instant;
  /** Null while deliveries are taken; else what every arrival gets to know. */
  readonly closedBecause: () => Receipt | null;
  /** Told of what a source sent, or somebody in its name, that is not taken and will not be when it comes again as it is. */
  readonly onRefused?: (source: string, rejection: Rejection, at: Instant) => void;
  readonly metrics: IngestMetrics;
  readonly spans: IngestSpans;
}

/** After so many seconds a sender may come again: soon, or when a person had time to mend something. */
export const RETRY_SOON_S = 5;
const RETRY_LATER_S = 60;

const NO_SECRET = "no_secret";

/** Its receipt, where nothing is to be kept; else what is. */
type Examined =
  | { readonly receipt: Receipt; readonly delivery?: never }
  | { readonly delivery: NewDelivery; readonly receipt?: never };

/** Takes arrivals in: checks each, keeps together what is authentic, and says what became of each. */
export class Reception {
  readonly #options: ReceptionOptions;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  /** Receipts in the order of the arrivals; one sync serves all. `trusted`: no signature is checked. */
  async receive(arrivals: readonly Arrival[], trusted: boolean): Promise<readonly Receipt[]> {
    const { spans, metrics } = this.#options;
    const started = performance.now();
    const receipts = await spans.receive(this.#knownName(arrivals[0]), async (inside) => {
      const examined = spans.step("annalist.verify", inside, () => this.#examineAll(arrivals, trusted));
      const deliveries = examined.flatMap(({ delivery }) => delivery ?? []);
      if (deliveries.length === 0) return examined.flatMap(({ receipt }) => receipt ?? []);
      const kept = await spans.step("annalist.inbox", inside, () => this.#keep(deliveries));
      let next = 0;
      return examined.map(({ receipt }) => {
        if (receipt) return receipt;
        next += 1;
        return kept[next - 1] as Receipt;
      });
    });
    const named = receipts.map((receipt, index) => ({ source: this.#knownName(arrivals[index]), receipt }));
    metrics.received(named, (performance.now() - started) / 1000);
    for (const { source, receipt } of named) this.#tellRefused(source, receipt);
    return receipts;
  }

  /** Also where no secret is live: that is asked to come again, and nobody but the operator can mend it. */
  #tellRefused(source: string, receipt: Receipt): void {
    if (source === "" || !("rejection" in receipt)) return;
    if (receipt.is === "refused" || receipt.rejection.code === NO_SECRET)
      this.#options.onRefused?.(source, receipt.rejection, this.#options.now());
  }

  #knownName(arrival: Arrival | undefined): string {
    return arrival && this.#options.sources.has(arrival.source) ? arrival.source : "";
  }

  #examineAll(arrivals: readonly Arrival[], trusted: boolean): Examined[] {
    const { now, closedBecause } = this.#options;
    const obstacle = closedBecause();
    const prove = (source: Source, arrival: Arrival) =>
      trusted ? accept(trust(source, arrival)) : verify(source, arrival, now());
    return arrivals.map((arrival) => this.#examine(arrival, obstacle, prove));
  }

  #examine(
    arrival: Arrival,
    obstacle: Receipt | null,
    prove: (source: Source, arrival: Arrival) => Outcome<VerifiedDelivery>,
  ): Examined {
    const source = this.#options.sources.get(arrival.source);
    if (!source) return { receipt: unknownSource(arrival.source) };
    if (obstacle) return { receipt: obstacle };
    const { kind, name } = source;
    if (arrival.body.byteLength > kind.bodyLimit) return { receipt: tooLarge(kind.name, kind.bodyLimit) };
    const verified = prove(source, arrival);
    if (!verified.ok) return { receipt: unauthentic(verified.rejection) };
    const handshake = answerHandshake(source, verified.value);
    if (handshake) return { receipt: { is: "handshake", answer: handshake } };
    const { body, receivedAt, headers, id, place } = verified.value;
    const delivery = { source: name, headers: relevantHeaders(source, headers), body, receivedAt, place };
    return { delivery: id === undefined ? delivery : { ...delivery, id } };
  }

  async #keep(deliveries: readonly NewDelivery[]): Promise<readonly Receipt[]> {
    try {
      return await this.#options.inbox.appendAll(deliveries);
    } catch (error) {
      if (!(error instanceof InboxUnavailable)) throw error;
      const receipt = unavailable(error.code, "The delivery could not be kept durably: come again.", RETRY_SOON_S);
      return deliveries.map(() => ({ ...receipt, reason: error.message }));
    }
  }
}

/** A receipt that asks the sender to come again after so many seconds. */
export function unavailable(
  code: string,
  detail: string,
  retryAfterS: number,
): Extract<Receipt, { is: "unavailable" }> {
  return { is: "unavailable", rejection: { code, detail }, retryAfterS };
}

/** A source without a live secret is our trouble: the sender must not be told that its signature is wrong, and drop it for ever. */
function unauthentic(rejection: { readonly code: string; readonly detail: string }): Receipt {
  if (rejection.code === NO_SECRET) return { is: "unavailable", rejection, retryAfterS: RETRY_LATER_S };
  return { is: "refused", because: "unauthentic", rejection };
}

function unknownSource(name: string): Receipt {
  const detail = `There is no source named "${name.slice(0, 100)}" in the configuration.`;
  return { is: "refused", because: "unknown_source", rejection: { code: "unknown_source", detail } };
}

function tooLarge(kind: string, limit: number): Receipt {
  const detail = `The body is larger than the ${limit} bytes that are taken from ${kind}.`;
  return { is: "refused", because: "too_large", rejection: { code: "too_large", detail } };
}
