import { reasonOf } from "../domain/outcome.ts";
import { OWN_NOTE } from "../domain/own-note.ts";
import type { Store } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";

/** Reads and writes under PagerDuty's incidents. Both throw where PagerDuty does not answer, or refuses. */
export interface NoteDesk {
  get(path: string): Promise<unknown>;
  post(path: string, from: string, data: object): Promise<unknown>;
}

/** A page that PagerDuty triggered, and the incident of ours that it belongs to. */
export interface Paged {
  readonly page: string;
  readonly incident: string;
}

export interface NoteOptions {
  readonly desk: NoteDesk;
  /** Address with which the person logs in at PagerDuty in whose name notes are written. */
  readonly from: string;
  readonly source: string;
  /** Where people reach the pages, without a trailing slash. */
  readonly pages: string;
  readonly answers: Pick<Store, "readAnswer" | "keepAnswer">;
  /** Unlike any other process. */
  readonly writer: string;
  /** ms since 1970 */
  readonly now: () => number;
  readonly log: Log;
}

/** A process that claimed a note and wrote none within this time has ended: another may claim it. */
const CLAIM_MS = 3_600_000;

/**
 * Writes the draft's address as a note under each of PagerDuty's incidents, once: whoever finds the note there writes none, and of several
 * processes only the one whose claim was kept first writes. A process that ends between claim and note leaves it to the next hour.
 */
export class NoteWriter {
  readonly #options: NoteOptions;
  readonly #done = new Set<string>();

  constructor(options: NoteOptions) {
    this.#options = options;
  }

  /** Tries once for each. What fails is logged, and is tried again with the next call. */
  async write(paged: readonly Paged[]): Promise<void> {
    for (const one of paged) {
      if (this.#done.has(one.page)) continue;
      try {
        if (await this.#writeOne(one)) this.#done.add(one.page);
      } catch (error) {
        const { source, log } = this.#options;
        log.warn({ source, page: one.page, reason: reasonOf(error) }, "could not write a note");
      }
    }
  }

  /** Whether the note is there now. */
  async #writeOne({ page, incident }: Paged): Promise<boolean> {
    const { desk, from, pages, source, log } = this.#options;
    const path = `/incidents/${encodeURIComponent(page)}/notes`;
    if (holdsOurs(await desk.get(path))) return true;
    if (!(await this.#claim(page))) return false;
    await desk.post(path, from, { note: { content: `${OWN_NOTE} ${pages}/incidents/${incident}` } });
    log.info({ source, page, incident }, "wrote a note");
    return true;
  }

  async #claim(page: string): Promise<boolean> {
    const { answers, source, writer, now } = this.#options;
    const scope = `note:${source}`;
    const key = `${page}:${Math.floor(now() / CLAIM_MS)}`;
    await answers.keepAnswer(scope, key, { bodyHash: writer, answer: "" });
    return (await answers.readAnswer(scope, key))?.bodyHash === writer;
  }
}

function holdsOurs(answer: unknown): boolean {
  const notes = (answer as { readonly notes?: unknown } | null)?.notes;
  return (
    Array.isArray(notes) &&
    notes.some((note: { readonly content?: unknown } | null) => String(note?.content ?? "").startsWith(OWN_NOTE))
  );
}
