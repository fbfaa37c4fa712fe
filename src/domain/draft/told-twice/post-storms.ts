import { MINUTE, type Span } from "../../time.ts";
import { absorb, byStart, eventOf, type Happening, stands, startOf } from "../happenings/happening.ts";
import type { Message } from "../happenings/messages.ts";

/** Posts that follow one another this closely tell of one thing. */
const PAUSE: Span = 5 * MINUTE;
const OF_ALERTS: ReadonlySet<string> = new Set(["alert", "alert_cleared"]);
/** Hosts, counts and times: what alone differs in posts of one alert. */
const NUMBERS_AND_IDS = /[\p{L}\p{M}_-]*\d[\p{L}\p{M}\d_:.%-]*/gu;

/**
 * Folds what one bot posts of one alert, host after host (`PROBLEM - rdb1 is DOWN`, `PROBLEM - rdb2 is DOWN`), where no other source tells of it: only
 * numbers and names with numbers differ.
 */
export function foldPostStorms(posts: readonly Message[]): void {
  const last = new Map<string, Happening>();
  for (const post of posts.filter((one) => stands(one) && !one.deleted && OF_ALERTS.has(one.kind)).sort(byStart)) {
    const alert = nameOf(post);
    const before = last.get(alert);
    last.set(alert, post);
    if (before && startOf(post) - startOf(before) <= PAUSE) absorb(before, post);
  }
}

function nameOf(post: Message): string {
  const { actor, text, title } = eventOf(post.words);
  return [post.kind, actor.id ?? actor.name ?? "", (text ?? title).replace(NUMBERS_AND_IDS, "#")].join("\n");
}
