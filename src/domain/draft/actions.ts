import type { OpsEvent } from "../event.ts";
import type { Remarked } from "../findings/remarks.ts";
import { actionId } from "../served-names.ts";
import { type Instant, instantOf } from "../time.ts";
import type { Told } from "./entries.ts";
import { eventOf, keyOf } from "./happenings/happening.ts";
import type { People } from "./happenings/people.ts";
import { firstWords, oneLine } from "./lines/one-line.ts";
import type { DraftedAction } from "./machine.ts";
import type { Action, Moments } from "./schema.ts";

/** An action is one line. */
const WORDS = 30;

/**
 * What people set themselves or others to do afterwards, word for word, and the tickets that were opened once impact was over. The owner is who
 * says "I will" or is named as such, or null: nobody is given work that nobody gave them. What was said before the incident was noticed is of something else.
 */
export function draftActions(
  remarks: readonly Remarked[],
  told: readonly Told[],
  moments: Moments,
  people: People,
): readonly DraftedAction[] {
  const { detected, mitigated, resolved } = moments;
  const over = mitigated.at ?? resolved.at;
  const said = itemsIn(remarks, detected.at ? instantOf(detected.at) : -Infinity, resolved.at);
  const items = new Map<string, number>();
  const spoken = said.map((remark) => {
    const ordinal = items.get(remark.message) ?? 0;
    items.set(remark.message, ordinal + 1);
    return item(remark.message, ordinal, { text: people.unmention(remark.words), owner: ownerOf(remark, people) });
  });
  return [...spoken, ...(over === null ? [] : tickets(told, instantOf(over)))];
}

/** What should be done is for afterwards once it is over. What a sentence says in two ways is one item. */
function itemsIn(remarks: readonly Remarked[], noticed: Instant, resolvedAt: string | null): readonly Remarked[] {
  const over = resolvedAt === null ? Infinity : instantOf(resolvedAt);
  const set = remarks.filter(
    ({ about, at }) => (about === "to_do" && at >= noticed) || (about === "should_do" && at >= over),
  );
  return set.filter(({ message, words }, place) => {
    const before = set[place - 1];
    return before?.message !== message || before.words !== words;
  });
}

/** A name that may be a thing's counts where somebody of the incident bears it. */
function ownerOf({ owner, by }: Remarked, people: People): string | null {
  if (owner === undefined) return null;
  if (owner === "speaker") return by ?? null;
  if (owner.ifKnown && !people.knows(owner.name)) return null;
  return people.unmention(`@${owner.name}`).slice(1);
}

function tickets(told: readonly Told[], over: number): DraftedAction[] {
  const opened: OpsEvent[] = [];
  for (const { happening } of told)
    for (const attached of happening.events) {
      const event = eventOf(attached);
      if (event.kind === "ticket" && event.action === "opened" && event.occurredAt >= over) opened.push(event);
    }
  return opened
    .filter((event) => keyOf(event, "pr") === undefined)
    .map(({ key, title, links }) => {
      const url = links[0]?.url;
      return item(key, 0, { text: title, owner: null, ...(url === undefined ? {} : { url }) });
    });
}

function item(
  subject: string,
  ordinal: number,
  { text, ...facts }: Pick<Action, "text" | "owner" | "url">,
): DraftedAction {
  const words = firstWords(oneLine(text), WORDS);
  const action: Action = { id: actionId(subject, ordinal), text: words, ...facts, version: 0, state: "open" };
  return { subject, ordinal, action };
}
