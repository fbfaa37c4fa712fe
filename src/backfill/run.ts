import type { Instant } from "../domain/time.ts";
import { type Ingest, type Receipt, troubleOf } from "../ingest/delivery.ts";
import { type History, type Listed, type Period, VendorRefused, VendorUnavailable } from "./history.ts";
import type { Marks } from "./marks.ts";

/** How far a run is. */
export interface Progress {
  /** Things listed so far, of which so many were fetched by an earlier run, and are passed over. */
  readonly listed: number;
  readonly known: number;
  /** Deliveries by what became of them. */
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: number;
}

export interface RunOptions<L extends Listed> {
  readonly history: History<L>;
  readonly source: string;
  readonly period: Period;
  readonly unfinished: boolean;
  /** Null: nothing is handed in, what would be is counted as accepted. */
  readonly ingest: Pick<Ingest, "receiveTrusted"> | null;
  readonly marks: Marks;
  readonly now: () => Instant;
  readonly onProgress?: (progress: Progress) => void;
  /** Told of each delivery that was not known before. */
  readonly onAccepted?: (delivery: string) => void;
  readonly onRefused?: (name: string, detail: string) => void;
}

/** Our side takes nothing more just now. What was handed in stays. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
}

/**
 * Hands in what a vendor tells of a period. One thing after the other: it is fetched, handed in, and marked as done after all of it is
 * durable. A run that ends in the middle, however it ends, is gone on with by the next; what is handed in twice is one delivery.
 *
 * A thing that cannot be had keeps nobody from the others: the run goes on, and throws at its end. Where the next one cannot be had either, or the token is
 * not known, it is no matter of one thing, and the run ends there.
 *
 * @throws VendorRefused, VendorUnavailable, NotTaken
 */
export async function runBackfill<L extends Listed>(options: RunOptions<L>): Promise<Progress> {
  const { history, period, unfinished, marks, ingest, onProgress } = options;
  const counts = { listed: 0, known: 0, accepted: 0, duplicate: 0, refused: 0 };
  const passedOver = new PassedOver();
  for await (const listed of history.list(period, { unfinished })) {
    counts.listed += 1;
    if (marks.has(listed)) counts.known += 1;
    else {
      const bodies = await passedOver.fetch(() => history.fetch(listed));
      for (const body of bodies ?? []) await handIn(body, listed, options, counts);
      if (ingest && bodies) marks.keep(listed);
    }
    onProgress?.(counts);
  }
  passedOver.tell();
  return counts;
}

/** What could not be had. */
class PassedOver {
  #first: Error | null = null;
  #wasLast = false;

  /** Null for what cannot be had; throws where more than that is amiss. */
  async fetch<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      const value = await ask();
      this.#wasLast = false;
      return value;
    } catch (error) {
      if (this.#wasLast || !isOfOneThing(error)) throw error;
      this.#first ??= error;
      this.#wasLast = true;
      return null;
    }
  }

  tell(): void {
    if (this.#first) throw this.#first;
  }
}

const UNKNOWN_TOKEN = 401;

const isOfOneThing = (error: unknown): error is Error =>
  error instanceof VendorUnavailable || (error instanceof VendorRefused && error.status !== UNKNOWN_TOKEN);

async function handIn<L extends Listed>(
  body: Uint8Array,
  { name }: L,
  { source, ingest, now, onAccepted, onRefused }: RunOptions<L>,
  counts: Record<"accepted" | "duplicate" | "refused", number>,
): Promise<void> {
  const headers = { "content-type": "application/json" };
  const receipt = await ingest?.receiveTrusted({ source, headers, body, receivedAt: now() });
  const outcome = outcomeOf(receipt);
  counts[outcome] += 1;
  if (receipt?.is === "accepted") onAccepted?.(receipt.delivery);
  if (receipt?.is === "refused") onRefused?.(name, receipt.rejection.detail);
}

function outcomeOf(receipt: Receipt | undefined): "accepted" | "duplicate" | "refused" {
  switch (receipt?.is) {
    case undefined:
      return "accepted";
    case "accepted":
    case "duplicate":
    case "refused":
      return receipt.is;
    case "handshake":
      return "refused";
    case "unavailable":
      throw new NotTaken(troubleOf(receipt));
  }
}
