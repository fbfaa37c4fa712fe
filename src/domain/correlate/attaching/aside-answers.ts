import type { OpsEvent } from "../../event.ts";
import { firstPlace } from "../../sorted.ts";
import { MINUTE, type Span } from "../../time.ts";
import { eventAt, type Facts, sharesWord } from "../facts.ts";
import type { Attached, Ground } from "./claims.ts";
import type { Company } from "./company.ts";
import type { Aside, SetAside } from "./set-aside.ts";

/** What others say in the same channel within this time is one conversation with it. */
export const CONVERSATION: Span = 5 * MINUTE;
/** A question that asks for something has so many words; fewer repeat what another said. */
const ASKING_WORDS = 5;

/** Whether an event asks for something: a question of five words or more. */
export function asksIn({ text, title }: OpsEvent): boolean {
  const said = text ?? title;
  for (let mark = said.indexOf("?"), from = 0; mark >= 0; from = mark + 1, mark = said.indexOf("?", from)) {
    const sentence =
      said
        .slice(from, mark)
        .split(/[.!\r\n]/)
        .at(-1) ?? "";
    if (sentence.split(/\s+/).filter(Boolean).length >= ASKING_WORDS) return true;
  }
  return false;
}

/**
 * Finds what says nothing but that it answers ("hi, looking") right behind a question that was set aside, in the same channel and by another, with no
 * word of the incident; and what answers that. Not where the question points at what everybody sees ("is anyone on this?"), and not behind a bot's
 * post or what opened the incident since: then it may answer that.
 *
 * @param asides that were found
 */
export function answersTo(
  ground: Ground,
  attached: Attached,
  companies: readonly Company[],
  asides: SetAside,
): ReadonlyMap<number, Aside> {
  const { events, readingOf } = ground.facts;
  const answers = new Map<number, Aside>();
  const asked = new Map<number, Aside>();
  for (const [index, previous] of inChannels(ground.facts)) {
    const aside = asides.get(index);
    if (aside && asksIn(eventAt(events, index)) && !readingOf(index).points?.()) asked.set(index, aside);
    const question = aside ? undefined : asked.get(previous);
    if (!question || !isOfTalk(attached[index], question) || !isAnswer(ground, index, previous, question)) continue;
    if (saysMore(ground, index, companies[question.place])) continue;
    const answer = { place: question.place, reason: "answers_other_talk" };
    answers.set(index, answer);
    asked.set(index, answer);
  }
  return answers;
}

/** What is posted outside of threads, with what was posted before it in its channel; -1 where nothing was. */
function inChannels({ events, roots, channels }: Facts): readonly (readonly [number, number])[] {
  const before = new Map<string, number>();
  return events.flatMap(({ event }, index): [number, number][] => {
    const channel = event.kind === "message" && event.action === "posted" ? channels.of[index]?.[0] : undefined;
    if (!channel || (roots[index] ?? index) !== index) return [];
    const previous = before.get(channel.id) ?? -1;
    before.set(channel.id, index);
    return [[index, previous]];
  });
}

/** Whether only its channel ties it to the incident. */
const isOfTalk = (own: Attached[number] | undefined, { place }: Aside): boolean =>
  own?.place === place && own.rank >= 4;

/** Whether it comes soon and by another, and nothing opened the incident meanwhile. */
function isAnswer({ facts: { events }, groups }: Ground, index: number, question: number, { place }: Aside): boolean {
  const [asked, answered] = [eventAt(events, question), eventAt(events, index)];
  const [since, at] = [asked.occurredAt, answered.occurredAt];
  if (at > since + CONVERSATION || whoOf(asked) === whoOf(answered)) return false;
  const starts = groups[place]?.starts ?? [];
  const next = starts[firstPlace(starts, (start) => start > since)];
  return next === undefined || next > at;
}

const whoOf = ({ actor: { id, name } }: OpsEvent): string | undefined => id ?? name;

function saysMore({ facts }: Ground, index: number, company: Company | undefined): boolean {
  const { small, kind } = facts.readingOf(index);
  return !(small || kind === "acknowledgement") || (company !== undefined && sharesWord(facts, index, company.about));
}
