import { firstPlace } from "../sorted.ts";
import { MINUTE, type Span } from "../time.ts";
import { wordsOf } from "../words.ts";
import { isDeployment } from "./changes.ts";
import { namesHand } from "./echoed-posts.ts";
import { byStart, eventOf, type Happening } from "./happening.ts";
import { isMessage, type Message } from "./messages.ts";
import { areOfTheSame } from "./same-hand.ts";
import type { Voices } from "./scene.ts";

/** Reviewed, merged and live: what a bot posts of a change on its way comes at most so long before it. */
const ON_ITS_WAY: Span = 15 * MINUTE;
/**
 * Finds the posts of bots that tell of a step of a change before it goes live ("proposed", "merged"): they name whose change it is, and what
 * it changes by two words and no other number, and a machine tells of the change itself minutes later.
 */
export function postedSteps(happenings: readonly Happening[], voices: Voices): ReadonlySet<Happening> {
  const changes = happenings.filter(({ sort, event }) => sort === "change" && isDeployment(event)).sort(byStart);
  return new Set(happenings.filter((one) => isMessage(one) && isStep(one, changes, voices)));
}

function isStep(post: Message, changes: readonly Happening[], { people, words, tellingOf }: Voices): boolean {
  if (post.sort !== "post" || post.kind !== "change" || post.marks.size > 0) return false;
  const text = wordsOf(eventOf(post.words).text ?? eventOf(post.words).title);
  const telling = tellingOf(post.words);
  const next = changes.slice(
    firstPlace(changes, ({ at }) => at > post.at),
    firstPlace(changes, ({ at }) => at > post.at + ON_ITS_WAY),
  );
  return next.some(
    ({ event: { actor, title } }) => namesHand(text, actor, people) && areOfTheSame(telling, words.in(title), words),
  );
}
