import type { OpsEvent } from "../event.ts";
import type { Remarked } from "../findings/remarks.ts";
import { actionId } from "../served-names.ts";
import { instantOf } from "../time.ts";
import type { Told } from "./entries.ts";
import { eventOf, keyOf } from "./happening.ts";
import type { DraftedAction } from "./machine.ts";
import { firstWords, oneLine } from "./one-line.ts";
import type { Action, Moments } from "./schema.ts";

/** An action is one line. */
const WORDS = 30;

/**
 * What people set themselves or others to do afterwards, word for word, and the tickets that were opened once impact was over. The owner is who
 * says "I will" or is named as such, or null: nobody is given work that they did not take. What was said before the incident was noticed is of something else.
 */
export function draftActions(
  remarks: readonly Remarked[],
  told: readonly Told[],
  moments: Moments,
): readonly DraftedAction[] {
  const { detected, mitigated, resolved } = moments;
  const over = mitigated.at ?? resolved.at;
  const said = remarks.filter(({ about, at }) => about === "to_do" && (!detected.at || at >= instantOf(detected.at)));
  const items = new Map<string, number>();
  const spoken = said.map(({ message, words, owner, by }) => {
    const ordinal = items.get(message) ?? 0;
    items.set(message, ordinal + 1);
    return item(message, ordinal, { text: words, owner: (owner === "speaker" ? by : owner?.name) ?? null });
  });
  return [...spoken, ...(over === null ? [] : tickets(told, instantOf(over)))];
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
