import { areNumberedApart } from "../../numbered.ts";
import { MINUTE, type Span } from "../../time.ts";
import { absorb, byStart, type Happening, stands, startOf } from "../happenings/happening.ts";
import type { Happenings } from "../happenings/happenings.ts";
import { isStated, type Message } from "../happenings/messages.ts";
import { indexAlerts, type NearIndex } from "../happenings/near-index.ts";
import { Titles } from "../lines/titles.ts";
import type { Voices } from "../scene.ts";
import { foldPosts } from "./echoed-posts.ts";
import { foldPostStorms } from "./post-storms.ts";
import { foldToldEnds } from "./told-ends.ts";

/** How far apart two tellings of one happening may lie. */
const PAGE_ECHO: Span = 5 * MINUTE;
/** A page in other words than its alert's comes at once. */
const REWORDED_PAGE_ECHO: Span = 2 * MINUTE;
const OPENING_ECHO: Span = 3 * MINUTE;
const CLOSING_ECHO: Span = 2 * MINUTE;
/** People who say at once that it is over say it once. */
const SPOKEN_CLOSING_ECHO: Span = 2 * MINUTE;

/** Folds what several sources told of one happening; each fold needs a shared name, id or words, and a short time between. */
export function foldEchoes(all: Happenings, scene: Voices): Happening[] {
  const titles = new Titles(scene.words);
  foldPages(all, titles);
  foldNumbered(all.declarations, all.posts);
  foldNearby(
    [
      ...all.declarations.filter(stands),
      ...all.messages.filter(declares),
      ...all.posts.filter(announces).filter(stands),
    ],
    OPENING_ECHO,
  );
  foldNearby([...all.closings, ...all.posts.filter(tellsEnd)], CLOSING_ECHO);
  foldNearby([...all.closings.filter(stands), ...all.messages.filter(ends)], SPOKEN_CLOSING_ECHO);
  foldPosts(all, titles, scene);
  foldPostStorms(all.posts);
  foldToldEnds(all.clears, all.messages);
  return Object.values(all)
    .flat()
    .filter((one: Happening) => stands(one));
}

/** A page that an alert triggered is that alert; a page that closed by itself is the alert's end. */
function foldPages({ alerts, clears, pages }: Happenings, titles: Titles): void {
  foldIntoAlerts(alerts, pages, titles);
  const isAlert = ({ event }: Happening) => event.kind === "alert";
  foldIntoAlerts(
    clears.filter(isAlert),
    clears.filter((clear) => !isAlert(clear)),
    titles,
  );
}

function foldIntoAlerts(alerts: readonly Happening[], echoes: readonly Happening[], titles: Titles): void {
  if (echoes.length === 0) return;
  const index = indexAlerts(alerts, titles);
  for (const echo of echoes) {
    const found = findAlert(index, echo, titles);
    if (found) absorb(found, echo);
  }
}

/** The nearest alert that the page's title names, or whose title says what the page's says. */
function findAlert(alerts: NearIndex<string>, page: Happening, titles: Titles): Happening | undefined {
  const { title, occurredAt } = page.event;
  const { words, said } = titles.called(title);
  return alerts.find(occurredAt, PAGE_ECHO, words, ({ at }, called) => {
    const alert = titles.called(called);
    const near = Math.abs(at - occurredAt) <= REWORDED_PAGE_ECHO;
    return (
      alert.phrases.some((phrase) => said.includes(phrase)) ||
      alert.said.includes(said) ||
      (near && saysAlmost(titles.telling(called), titles.telling(title)))
    );
  });
}

/** So many telling words, and three quarters of the page's, tell that both say the same. */
const FEW_WORDS = 3;

function saysAlmost(alert: ReadonlySet<number>, page: ReadonlySet<number>): boolean {
  const shared = [...page].filter((word) => alert.has(word)).length;
  return shared >= FEW_WORDS && shared * 4 >= page.size * 3;
}

const declares = (message: Message): boolean =>
  !message.deleted && (message.reading?.declares === true || (message.kind === "declaration" && isStated(message)));

/** Whenever a bot tells again that the incident of a number was opened, or sums up that it was, it tells nothing new. */
function foldNumbered(declarations: readonly Happening[], posts: readonly Message[]): void {
  const first = new Map<string, Happening>();
  const opening = posts.filter(({ deleted, reading }) => !deleted && reading?.numbered?.tells === "opened");
  if (opening.length === 0) return;
  for (const one of [...declarations, ...opening.sort(byStart)]) {
    const numbers = one.event.correlation.filter(({ type }) => type === "incident").map(({ value }) => value);
    const before = numbers.map((number) => first.get(number)).find((known) => known !== undefined);
    if (before) absorb(before, one);
    else for (const number of numbers) first.set(number, one);
  }
  for (const one of posts.filter(announces).filter(stands)) {
    const named = (one.event.text ?? one.event.title).match(NUMBER) ?? [];
    const before = named.map((number) => first.get(number.toUpperCase())).find((known) => known !== undefined);
    if (before && before !== one && startOf(before) < startOf(one)) absorb(before, one);
  }
}

const NUMBER = /\p{L}+-\d+/gu;

const announces = (post: Message): boolean => !post.deleted && post.kind === "declaration";

/** A bot that tells in chat of the end tells what another tool does. */
const tellsEnd = (post: Message): boolean => !post.deleted && post.kind === "resolution";

const ends = (message: Message): boolean => message.kind === "resolution" && !message.deleted && isStated(message);

/** Who speaks for a row: the incident tool before the status page, that before a page, people's words, and a channel's name. */
const SPEAKS_FIRST = ["incident", "status", "page", "message", "channel"];

const speaking = (one: Happening): number => SPEAKS_FIRST.indexOf(one.event.kind);

/** One opening, or one end, told through several tools: what follows the first of a row closely is one happening, unless a tool has told the two apart. */
function foldNearby(happenings: readonly Happening[], span: Span): void {
  const rows: Happening[][] = [];
  for (const one of [...happenings].sort(byStart)) {
    const row = rows.at(-1);
    const first = row?.[0];
    const isNear = first !== undefined && startOf(one) - startOf(first) <= span;
    if (row && isNear && !row.some(({ event }) => areNumberedApart(event, one.event))) row.push(one);
    else rows.push([one]);
  }
  for (const row of rows) {
    const [main, ...others] = row.sort((a, b) => speaking(a) - speaking(b) || byStart(a, b));
    for (const other of others) if (main) absorb(main, other);
  }
}
