import type { EntryKind } from "../kinds.ts";
import { MINUTE, type Span } from "../time.ts";
import { absorb, type Happening, stands, startOf } from "./happening.ts";
import type { Happenings } from "./happenings.ts";
import { isStated, type Message } from "./messages.ts";
import { indexWords, type NearIndex } from "./near-index.ts";
import type { Voices } from "./scene.ts";
import type { Titles } from "./titles.ts";

/** What a person says, and what a machine tells of it, lie at most this far apart. */
const WORD_ECHO: Span = MINUTE;
/** A status post is written by hand, and announced in chat before or after. */
const STATUS_ECHO: Span = 3 * MINUTE;
/** What is told of the public right behind a status post is that post. */
const STATUS_REMARK: Span = 1.5 * MINUTE;

/** Folds what people say into what a machine tells of in the same minutes: "restarted web-3" beside the restart itself. */
export function foldSpoken(all: Happenings, titles: Titles, voices: Voices): void {
  if (all.messages.length === 0) return;
  const changes = indexWords(all.changes, titles);
  const counterparts: Partial<Record<EntryKind, NearIndex<number>>> = {
    change: changes,
    mitigation: changes,
    rollback: changes,
    escalation: indexWords(all.pages, titles),
    communication: indexWords(
      [...all.statuses, ...all.closings.filter(({ event }) => event.kind === "status")],
      titles,
    ),
  };
  for (const message of all.messages) {
    const index = counterparts[message.kind];
    if (!index || !isPlain(message)) continue;
    const found = findCounterpart(message, index, voices);
    if (found) absorb(found, message);
  }
}

/** A marked message stands for itself, whatever a machine says. */
const isPlain = (message: Message): boolean =>
  stands(message) && !message.deleted && message.marks.size === 0 && isStated(message);

function findCounterpart(message: Message, index: NearIndex<number>, { tellingOf }: Voices): Happening | undefined {
  const at = startOf(message);
  if (message.kind === "communication") {
    // Other talk of status pages, our own or somebody else's, is no echo of a post, unless right behind one.
    const announces = message.reading?.means === "status_posted";
    const plainly = announces || message.reading?.certain === true;
    const around = plainly ? index.findAny(at, announces ? STATUS_ECHO : WORD_ECHO) : undefined;
    return around ?? index.findAny(at, STATUS_REMARK, (post) => startOf(post) <= at);
  }
  // Who says what they did does not say that it failed.
  return index.find(at, WORD_ECHO, tellingOf(message.words), ({ kind }) => kind !== "failed_attempt");
}
