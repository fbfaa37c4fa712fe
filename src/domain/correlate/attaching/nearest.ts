import { distanceToNearest, firstPlace } from "../../sorted.ts";
import type { Instant, Span } from "../../time.ts";
import type { Group } from "../grouping/groups.ts";

/** How far an instant lies from the start of the incident's nearest opener. */
export function distanceTo({ starts }: Pick<Group, "starts">, at: Instant): Span {
  return distanceToNearest(starts, at);
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
  at(instant: Instant): readonly W[] {
    let found: W[] | null = null;
    for (let place = firstPlace(this.#windows, ({ from }) => from > instant) - 1; place >= 0; place--) {
      if ((this.#reach[place] ?? Number.NEGATIVE_INFINITY) < instant) break;
      const window = this.#windows[place];
      if (!window || window.to < instant) continue;
      if (found) found.push(window);
      else found = [window];
    }
    return found ?? NONE;
  }
}

const NONE: readonly never[] = [];
