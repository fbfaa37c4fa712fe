import type { Attachment } from "../../../src/domain/correlate/incident-view.ts";
import { type Happening, happening, type Sort } from "../../../src/domain/draft/happenings/happening.ts";
import type { Message, Weighed } from "../../../src/domain/draft/happenings/messages.ts";
import { gatherPeople } from "../../../src/domain/draft/happenings/people.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import type { EntryKind } from "../../../src/domain/kinds.ts";
import { SECOND } from "../../../src/domain/time.ts";
import { WordNumbers } from "../../../src/domain/words/word-numbers.ts";
import { createReader } from "../../../src/reading/read.ts";
import { message } from "./views.ts";

/** Happenings as the stages of drafting hand them on, each at so many seconds after ten o'clock. */

const read = createReader();
const people = gatherPeople({ attached: [] }, { people: [] });

const words = new WordNumbers();
export const VOICES = {
  people,
  words,
  tellingOf: ({ event: { event } }: Attachment) => words.telling(event.text ?? event.title),
};

export const attached = (event: RecordedEvent): Attachment => ({ event, rank: 1, reason: "same_thread" });
export const by = (name: string) => ({ actor: { type: "human" as const, id: `x:${name}`, name } });
export const later = (recorded: RecordedEvent, seconds: number): RecordedEvent => ({
  ...recorded,
  event: { ...recorded.event, occurredAt: recorded.event.occurredAt + seconds * SECOND },
});

export const of = (sort: Sort, kind: EntryKind, event: RecordedEvent): Happening =>
  happening({ sort, kind, lead: attached(event), shown: true });

/** What `who` says `seconds` after ten o'clock, surely worth a line if nothing else is said. */
export function said(who: string, seconds: number, text: string, kind: EntryKind, worth = 1): Message {
  const lead = attached(later(message(`${who}${seconds}`, 0, text, by(who)), seconds));
  const weighed = { worth } as Weighed;
  const reading = read(lead.event.event);
  return {
    ...happening({ sort: "message", kind, lead, reading, shown: true }),
    ...{ words: lead, deleted: false, marks: new Map(), weighed },
  };
}

export function posted(seconds: number, text: string): Message {
  const lead = attached(
    later(message(`bot${seconds}`, 0, text, { actor: { type: "automation", name: "bot" } }), seconds),
  );
  return {
    ...happening({ sort: "post", kind: "change", lead, shown: true }),
    words: lead,
    deleted: false,
    marks: new Map(),
  };
}
