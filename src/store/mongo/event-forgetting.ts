import type { Instant } from "../../domain/time.ts";
import type { Beginning } from "./beginnings.ts";
import type { EntryNotes, Prepared, Sums } from "./event-entry.ts";
import type { EventLog } from "./event-log.ts";
import type { EventView } from "./event-view.ts";
import { type Living, Moving } from "./moving.ts";
import { nameOf } from "./names.ts";
import { lookThrough, type Old } from "./old-entries.ts";

/** What is to be appended. */
interface Following {
  readonly sightings: readonly Prepared[];
  readonly notes: EntryNotes;
}

/**
 * Forgets events of a log whose entries never change. Three things happen, each by an insert at the next position, so that what was judged before holds:
 *
 * 1. *An entry says what is forgotten.* From there on nothing earlier counts of it, in any process; what comes again later is new.
 *    An incident that somebody decides on is pinned by such an entry, too, before the decision is written: of a decision and the deletion of its incident
 *    the log says which came first, and the other finds it there.
 * 2. *What lives on in the oldest entries is appended anew*, as it was. Until those go it stands twice, which nobody notices.
 * 3. *The log begins later*, and then its oldest entries are deleted.
 *
 * A crash between any two leaves a log that is whole; the next sweep finds what is left to do.
 */
export class EventForgetting {
  readonly #log: EventLog;
  readonly #view: EventView;
  /** Keeps versions away that know only logs that begin with 1 and forget nothing. */
  readonly #keepOldVersionsOut: () => Promise<void>;

  constructor(log: EventLog, view: EventView, keepOldVersionsOut: () => Promise<void>) {
    this.#log = log;
    this.#view = view;
    this.#keepOldVersionsOut = keepOldVersionsOut;
  }

  /** Nothing, where one of them is pinned. Returns how many keys there were. */
  async drop(keys: readonly string[]): Promise<number> {
    const view = this.#view;
    let dropped = 0;
    await this.#append(() => {
      const there = keys.some((key) => view.isPinned(key)) ? [] : [...new Set(keys)].filter((key) => view.has(key));
      dropped = there.length;
      if (dropped === 0) return null;
      const forgets = there.map((key) => ({ key: nameOf(key), variants: view.variantsOf(key) }));
      return { sightings: [], notes: { sums: [], forgets } };
    });
    return dropped;
  }

  /** Whether an event may be relied on: it is never forgotten from now on. False: it was forgotten before. */
  async pin(key: string): Promise<boolean> {
    const view = this.#view;
    if (view.isPinned(key)) return true;
    const wasThere = view.has(key);
    let isThere = true;
    await this.#append(() => {
      // Also where the entry that said so is deleted by now.
      isThere = wasThere ? view.has(key) : !view.isGone(key);
      return view.isPinned(key) || !isThere ? null : { sightings: [], notes: { sums: [], pins: [nameOf(key)] } };
    });
    return isThere;
  }

  /** Deletes some entries that hold nothing younger than `before`; to be called until it says that no more are worth it. */
  async reclaim(before: Instant): Promise<boolean> {
    const { at, beginning } = await this.#view.readOn();
    await this.#log.clearBefore(beginning.position);
    await this.#log.clearLostParts(at);
    const old = await lookThrough(this.#log, beginning.position, this.#view, before);
    if (!old) return true;
    await this.#keepOldVersionsOut();
    const sums = await this.#moveToEnd(old, beginning);
    // Somebody else reclaimed meanwhile: what was looked through may have been what a late writer left, and its sums count for nobody.
    if (sums === null || (await this.#view.readOn()).beginning.position !== beginning.position) return false;
    const version = Math.min(this.#view.versionRead, old.end - 1);
    await this.#log.beginAt({ position: old.end, version, sums });
    return false;
  }

  /**
   * Only while the log begins where it began: later, what was forgotten of the old entries is known no more, and what lives on was moved by others. One
   * entry is read at a time. Returns what they and all before them added to the counts of sources; null where one of them was deleted meanwhile.
   */
  async #moveToEnd(old: Old, { position, sums }: Beginning): Promise<Sums | null> {
    const append = (judge: () => Following | null) =>
      this.#append((beginning) => (beginning.position === position ? judge() : null));
    const move = (batch: readonly Living[]) =>
      append(() => {
        const living = batch.filter((one) => !this.#view.isForgotten(one.sighting.key, one.position));
        const sightings = living.map(({ sighting }) => sighting);
        return sightings.length === 0 ? null : { sightings, notes: { sums: [], isMoved: true } };
      });
    const moving = new Moving(old, sums);
    for (let at = position; at < old.end; at += 1) {
      const body = await this.#log.bodyAt(at);
      if (!body) return null;
      for (const batch of moving.take(at, body)) await move(batch);
    }
    await move(moving.rest());
    const { pins } = moving;
    if (pins.length > 0) await append(() => ({ sightings: [], notes: { sums: [], pins } }));
    return moving.sums;
  }

  /** Judges what the log holds and appends what follows of it; null: nothing. Judges again where somebody else appended meanwhile. */
  async #append(judge: (beginning: Beginning) => Following | null): Promise<void> {
    for (let losses = 1; ; losses += 1) {
      const { at, beginning } = await this.#view.readOn();
      const position = at + 1;
      const following = judge(beginning);
      if (following === null) return;
      const { sightings, notes } = following;
      if (notes.forgets) await this.#keepOldVersionsOut();
      if ((await this.#log.claim(position, sightings, notes)) !== "claimed") {
        await this.#log.lost(position, losses);
        continue;
      }
      // What stands before the beginning counts for nobody.
      if ((await this.#view.readOn()).beginning.position <= position) return;
    }
  }
}
