import type { Sighting } from "../domain/event.ts";

/** What sightings added to the counts of one source. */
export interface SourceSum {
  readonly deliveries: number;
  readonly events: number;
  readonly lastReceivedAt: number;
}

/** Counts new sightings by source while a batch is appended, so that a batch writes each source's count once. */
export class SourceTally {
  readonly #bySource = new Map<string, SourceSum>();

  add(
    { source, receivedAt }: Pick<Sighting, "source" | "receivedAt">,
    isFirst: { readonly delivery: boolean; readonly event: boolean },
  ): void {
    this.merge(source, {
      deliveries: isFirst.delivery ? 1 : 0,
      events: isFirst.event ? 1 : 0,
      lastReceivedAt: receivedAt,
    });
  }

  merge(source: string, { deliveries, events, lastReceivedAt }: SourceSum): void {
    const counted = this.#bySource.get(source);
    this.#bySource.set(source, {
      deliveries: (counted?.deliveries ?? 0) + deliveries,
      events: (counted?.events ?? 0) + events,
      lastReceivedAt: Math.max(counted?.lastReceivedAt ?? lastReceivedAt, lastReceivedAt),
    });
  }

  /** By source, in the order of their first sighting. */
  sums(): readonly (readonly [source: string, sum: SourceSum])[] {
    return [...this.#bySource];
  }
}
