import type { Instant, Span } from "../time.ts";
import type { Group } from "./groups.ts";

/** How far an instant lies from the start of the incident's nearest opener. */
export function distanceTo({ openers }: Group, at: Instant): Span {
  let low = 0;
  let high = openers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((openers[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const after = openers[low]?.start ?? Infinity;
  const before = openers[low - 1]?.start ?? -Infinity;
  return Math.min(after - at, at - before);
}

/** An interval of time in which an incident takes events, by its place among the groups. */
export interface Window {
  readonly place: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** Windows that can be asked which of them hold an instant, without looking at all of them. */
export class Windows<W extends Window = Window> {
  readonly #windows: readonly W[];
  /** By window: the greatest end of it and all before it. */
  readonly #reach: readonly Instant[];

  constructor(windows: readonly W[]) {
    this.#windows = [...windows].sort((a, b) => a.from - b.from || a.place - b.place);
    let reach = -Infinity;
    this.#reach = this.#windows.map(({ to }) => {
      reach = Math.max(reach, to);
      return reach;
    });
  }

  /** The windows that hold an instant, both ends included; the latest to begin first. */
  at(instant: Instant): W[] {
    const found: W[] = [];
    for (let place = this.#startedBy(instant) - 1; place >= 0; place--) {
      if ((this.#reach[place] ?? -Infinity) < instant) break;
      const window = this.#windows[place];
      if (window && window.to >= instant) found.push(window);
    }
    return found;
  }

  #startedBy(instant: Instant): number {
    let low = 0;
    let high = this.#windows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#windows[middle]?.from ?? Infinity) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
