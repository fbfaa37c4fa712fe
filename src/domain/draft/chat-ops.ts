import { MINUTE, type Span } from "../time.ts";
import { wordsOf } from "../words.ts";
import { namesHand } from "./echoed-posts.ts";
import { absorb, eventOf, stands, startOf } from "./happening.ts";
import type { Happenings } from "./happenings.ts";
import type { Message } from "./messages.ts";
import { DEEDS, isPlain, sayTheSame } from "./same-hand.ts";
import type { Voices } from "./scene.ts";

/** A bot's telling of what somebody did, and their own for the log, lie at most this far apart. */
const WRITTEN_DOWN: Span = 3 * MINUTE;

/** Two figures that somebody has just told, from what to what, are of one deed in whatever words. */
const AT_ONCE: Span = MINUTE / 2;
const SAME_FIGURES = 2;
/** A number by itself, or with its unit: what names a host or a version is none. */
const FIGURE = /(?<![\w.-])\d+(?=(?:[a-z]{1,2}|%)?(?![\w.-]))/gi;

/**
 * Folds a bot's post into what the person whom it names says of the same deed: who restarts something by a command in chat has a bot tell of
 * it, and writes it down for the log. Their words stay; of several the nearest takes it.
 */
export function foldChatOps({ posts, messages }: Happenings, voices: Voices): void {
  const told = posts.filter((post) => stands(post) && !post.deleted && DEEDS.has(post.kind));
  if (told.length === 0) return;
  const deeds = messages.filter((message) => DEEDS.has(message.kind) && isPlain(message));
  for (const post of told) {
    const { text, title } = eventOf(post.words);
    const words = wordsOf(text ?? title);
    const away = (message: Message) => Math.abs(startOf(message) - startOf(post));
    const own = deeds.filter(
      (message) =>
        away(message) <= WRITTEN_DOWN &&
        namesHand(words, message.event.actor, voices.people) &&
        (tellsAtOnce(message, post) || (sayTheSame(message, post, voices) && saysMost(message, post, voices))),
    );
    const [nearest] = own.sort((a, b) => away(a) - away(b));
    if (nearest) absorb(nearest, post);
  }
}

function tellsAtOnce(message: Message, post: Message): boolean {
  const after = startOf(post) - startOf(message);
  if (after < 0 || after > AT_ONCE) return false;
  const told = figuresOf(post);
  return [...figuresOf(message)].filter((figure) => told.has(figure)).length >= SAME_FIGURES;
}

function figuresOf({ words }: Message): ReadonlySet<string> {
  const { text, title } = eventOf(words);
  return new Set((text ?? title).match(FIGURE));
}

/** Two thirds of the telling words of the one that has fewer: a thing with a number is two words that two deeds may share. */
function saysMost(message: Message, post: Message, { words, tellingOf }: Voices): boolean {
  const [a, b] = [tellingOf(message.words), tellingOf(post.words)];
  return words.shared(a, b).length * 3 >= Math.min(a.length, b.length) * 2;
}
