import { firstPlace } from "../../sorted.ts";
import { eventAt, sharesWord, tellsOfHappening } from "../facts.ts";
import { answersTo, asksIn, CONVERSATION } from "./aside-answers.ts";
import type { Attached, Ground } from "./claims.ts";
import type { Company } from "./company.ts";
import type { Aside, SetAside } from "./set-aside.ts";

/** What is so little likely to deserve a line is idle. */
const OUTSIDERS_WORTH = 0.3;
/** A thread that came to an incident through a mapped channel alone. */
interface Thread {
  readonly root: number;
  readonly place: number;
  readonly messages: readonly number[];
}

/**
 * Finds the talk of a mapped channel that is not about the incident, thread by thread: what says no word of what the incident is about, and
 * says itself that it is another matter, or is a question or an idle remark of somebody who takes no part in it, or of somebody who does while nobody speaks of the incident, or
 * came before it; and what says nothing but that it answers such a question. Only where people speak of the incident is there other talk.
 */
export function findAsides(ground: Ground, attached: Attached, companies: readonly Company[]): SetAside {
  const asides = new Map<number, Aside>();
  const threads = threadsOf(ground, attached).filter(({ place }) => (companies[place]?.size ?? 0) >= 2);
  if (threads.length === 0) return asides;
  const talk = talkOf(ground);
  for (const thread of threads) {
    const company = companies[thread.place];
    const reason = company && judge(ground, thread, company, talk);
    if (reason) for (const index of thread.messages) asides.set(index, { place: thread.place, reason });
  }
  return asides.size === 0 ? asides : new Map([...asides, ...answersTo(ground, attached, companies, asides)]);
}

/** Threads without a message that anything but the channel ties to an incident. */
function threadsOf({ facts }: Ground, attached: Attached): readonly Thread[] {
  const threads = new Map<number, number[]>();
  const tied = new Set<number>();
  attached.forEach((own, index) => {
    if (!own || eventAt(facts.events, index).kind !== "message") return;
    const root = facts.roots[index] ?? index;
    if (own.rank < 4) tied.add(root);
    else threads.getOrInsertComputed(root, () => []).push(index);
  });
  return [...threads].flatMap(([root, messages]): Thread[] => {
    const place = attached[root]?.place;
    return place === undefined || tied.has(root) ? [] : [{ root, place, messages }];
  });
}

/** By channel: the places of what people wrote there, whichever incident it belongs to, in the order of time. */
type Talk = ReadonlyMap<string, readonly number[]>;

function talkOf({ facts }: Ground): Talk {
  const talk = new Map<string, number[]>();
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "message" || event.action !== "posted" || event.actor.type === "automation") return;
    const channel = facts.channels.of[index]?.[0];
    if (channel) talk.getOrInsertComputed(channel.id, () => []).push(index);
  });
  return talk;
}

/**
 * Whether others who take part talk in the same channel in these minutes. A question of one who takes part is left alone by what tells
 * nothing; an outsider's remark may answer whatever they said.
 */
function isInConversation({ facts }: Ground, { root }: Thread, company: Company, talk: Talk): boolean {
  const { occurredAt, actor } = eventAt(facts.events, root);
  const takesPart = company.takesPart(actor);
  const said = talk.get(facts.channels.of[root]?.[0]?.id ?? "") ?? [];
  const from = firstPlace(said, (index) => eventAt(facts.events, index).occurredAt >= occurredAt - CONVERSATION);
  for (let at = from; at < said.length; at++) {
    const index = said[at] ?? root;
    const event = eventAt(facts.events, index);
    if (event.occurredAt > occurredAt + CONVERSATION) return false;
    if ((facts.roots[index] ?? index) === root || !company.takesPart(event.actor)) continue;
    if (!takesPart || tellsOfHappening(facts, index) || sharesWord(facts, index, company.about)) return true;
  }
  return false;
}

/** The reason to set a thread aside; null where it stays. */
function judge(ground: Ground, thread: Thread, company: Company, talk: Talk): string | null {
  const { facts, groups } = ground;
  const { root, place, messages } = thread;
  const start = groups[place]?.start;
  if (start === undefined || messages.some((index) => sharesWord(facts, index, company.about))) return null;
  if (
    facts
      .readingOf(root)
      .remarks?.()
      .some(({ about }) => about === "another_matter")
  )
    return "another_matter";
  const event = eventAt(facts.events, root);
  const { occurredAt, actor } = event;
  const takesPart = company.takesPart(actor);
  const asks = () => asksIn(event);
  if (occurredAt < start) return !takesPart || asks() ? "talk_before_start" : null;
  if (takesPart) return asks() && !isInConversation(ground, thread, company, talk) ? "idle_question" : null;
  const worth = facts.readingOf(root).gist?.().worth;
  if (worth === undefined || worth >= OUTSIDERS_WORTH) return null;
  if (asks()) return "outsiders_question";
  return isInConversation(ground, thread, company, talk) ? null : "outsiders_remark";
}
