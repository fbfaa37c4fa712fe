import type { Rejection } from "../domain/outcome.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Instant } from "../domain/time.ts";

/** Counts what was refused: one line for each source that is configured, however many strangers try. */
export class Refusals {
  readonly #bySource = new Map<string, Refusal>();

  /** @param source the name of a configured source, never what an address said */
  note(source: string, last: Rejection, lastAt: Instant): void {
    const count = (this.#bySource.get(source)?.count ?? 0) + 1;
    this.#bySource.set(source, { source, count, lastAt, last });
  }

  list(): readonly Refusal[] {
    return [...this.#bySource.values()];
  }
}
