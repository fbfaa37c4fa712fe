import type { Sighting } from "../domain/event.ts";
import type { QuarantineRecord } from "./store.ts";

/** By UTF-16 code units, as every order in the domain: the same in each adapter, whatever its engine's collation. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By (receivedAt, delivery); what one delivery carried, by (key, content). */
export function compareSightings(a: Sighting, b: Sighting): number {
  return (
    a.receivedAt - b.receivedAt ||
    compareText(a.delivery, b.delivery) ||
    compareText(a.event.key, b.event.key) ||
    compareText(a.content, b.content)
  );
}

/** By (receivedAt, delivery, code, detail). */
export function compareQuarantine(a: QuarantineRecord, b: QuarantineRecord): number {
  return (
    a.receivedAt - b.receivedAt ||
    compareText(a.delivery, b.delivery) ||
    compareText(a.code, b.code) ||
    compareText(a.detail, b.detail)
  );
}
