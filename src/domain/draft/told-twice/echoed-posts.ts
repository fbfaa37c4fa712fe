import type { Actor } from "../../event.ts";
import { DAY, MINUTE, type Span } from "../../time.ts";
import { wordsOf } from "../../words/words.ts";
import { absorb, byStart, eventOf, type Happening, keyOf, stands, startOf } from "../happenings/happening.ts";
import type { Happenings } from "../happenings/happenings.ts";
import type { Message } from "../happenings/messages.ts";
import { indexAlerts, indexWords, type NearIndex } from "../happenings/near-index.ts";
import type { People } from "../happenings/people.ts";
import type { Titles } from "../lines/titles.ts";
import type { Voices } from "../scene.ts";

/** A machine's post follows what it repeats within this time. */
const POST_ECHO: Span = 5 * MINUTE;
/** An alert that still fires is told again for as long. */
const REPEATED: Span = DAY;
const PAGE_POST_ECHO: Span = 2 * MINUTE;
/** A bot that names who did it tells of it at once. */
const NAMED_POST_ECHO: Span = MINUTE / 2;

interface Indexes {
  readonly alerts: NearIndex<string>;
  readonly clears: NearIndex<string>;
  readonly changes: NearIndex<number>;
  readonly statuses: NearIndex<number>;
  readonly declarations: NearIndex<number>;
  readonly pageSteps: ReadonlyMap<string, readonly Happening[]>;
}

/** Folds machines' posts into what they repeat: a page by its id or address, an alert by its name, a change or status post by its words. */
export function foldPosts(all: Happenings, titles: Titles, voices: Voices): void {
  if (all.posts.length === 0) return;
  const indexes: Indexes = {
    alerts: indexAlerts(all.alerts, titles),
    clears: indexAlerts(all.clears, titles),
    changes: indexWords(all.changes, titles),
    statuses: indexWords([...all.statuses, ...all.closings], titles),
    declarations: indexWords(all.declarations, titles),
    pageSteps: indexPages([...all.pages, ...all.answers, ...all.closings, ...all.clears]),
  };
  for (const post of all.posts) {
    const found = stands(post) && !post.deleted ? findEchoed(post, indexes, titles, voices) : undefined;
    if (found) absorb(found, post);
  }
}

function findEchoed(post: Message, indexes: Indexes, titles: Titles, voices: Voices): Happening | undefined {
  const event = eventOf(post.words);
  const text = event.text ?? event.title;
  const at = startOf(post);
  const telling = new Set(voices.words.telling(text));
  const words = wordsOf(text);
  const said = ` ${words.join(" ")} `;
  const isNamed = (_: Happening, title: string) =>
    titles.called(title).phrases.some((phrase) => said.includes(` ${phrase} `));
  const isStillNamed = (alert: Happening, title: string) =>
    startOf(alert) <= at && at <= (alert.until ?? at) && isNamed(alert, title);
  const isTold = ({ events }: Happening) =>
    events.some((attached) => saysMost(telling, titles.telling(eventOf(attached).title)));
  const alerts = post.kind === "alert_cleared" ? indexes.clears : indexes.alerts;
  return (
    findPageStep(post, text, indexes.pageSteps) ??
    alerts.find(at, POST_ECHO, new Set(words), isNamed) ??
    (post.kind === "alert" ? alerts.find(at, REPEATED, new Set(words), isStillNamed) : undefined) ??
    indexes.changes.find(at, POST_ECHO, telling, isTold) ??
    indexes.changes.find(at, NAMED_POST_ECHO, telling, ({ event: { actor } }) =>
      namesHand(words, actor, voices.people),
    ) ??
    indexes.declarations.find(at, POST_ECHO, telling, isTold) ??
    (post.kind === "communication" ? indexes.statuses.find(at, POST_ECHO, telling, isTold) : undefined)
  );
}

/** Whether a text names who did something: by their first name or login. What shares no other word with it is not asked. */
function namesHand(words: readonly string[], actor: Actor, people: People): boolean {
  const hand = people.handOf(actor);
  return hand !== undefined && words.includes(hand);
}

/** Two thirds of the title's telling words stand in the post. */
function saysMost(post: ReadonlySet<number>, title: ReadonlySet<number>): boolean {
  const shared = [...title].filter((word) => post.has(word)).length;
  return shared > 0 && shared * 3 >= title.size * 2;
}

function indexPages(steps: readonly Happening[]): Map<string, Happening[]> {
  const index = new Map<string, Happening[]>();
  for (const step of [...steps].sort(byStart)) {
    for (const page of new Set(step.events.map((attached) => keyOf(eventOf(attached), "page")))) {
      if (page !== undefined) index.getOrInsertComputed(page, () => []).push(step);
    }
  }
  return index;
}

const PAGE_ADDRESS = /\/incidents\/(\w+)/g;

/** A post that holds a page's address: the step of that page nearest to it in time. */
function findPageStep(
  post: Message,
  text: string,
  pageSteps: ReadonlyMap<string, readonly Happening[]>,
): Happening | undefined {
  const event = post.event;
  const places = [text, ...event.links.map(({ url }) => url)];
  const ids = new Set(places.flatMap((place) => [...place.matchAll(PAGE_ADDRESS)].map(([, id = ""]) => id)));
  const away = (step: Happening) => Math.abs(startOf(step) - event.occurredAt);
  return [...ids]
    .flatMap((id) => pageSteps.get(id) ?? [])
    .filter((step) => away(step) <= PAGE_POST_ECHO)
    .sort((a, b) => away(a) - away(b) || byStart(a, b))[0];
}
