import type { Remarked } from "../findings/remarks.ts";
import { actionId } from "../served-names.ts";
import { instantOf } from "../time.ts";
import type { Told } from "./entries.ts";
import { eventOf, keyOf } from "./happening.ts";
import { firstWords, oneLine } from "./one-line.ts";
import type { Action, Moments } from "./schema.ts";

/** More than these are a plan of their own. */
const MOST = 10;
/** An action is one line. */
const WORDS = 30;

/**
 * What people set themselves or others to do afterwards, word for word, and the tickets that were opened once impact was over. The owner is who
 * says "I will", or null: nobody is given work that they did not take. What was said before the incident was noticed is of something else.
 */
export function draftActions(remarks: readonly Remarked[], told: readonly Told[], moments: Moments): Action[] {
  const { detected, mitigated, resolved } = moments;
  const over = mitigated.at ?? resolved.at;
  const said = remarks.filter(({ about, at }) => about === "to_do" && (!detected.at || at >= instantOf(detected.at)));
  return [
    ...said.map(({ words, owner, by, event }) => {
      const owned = owner === "speaker" && by !== undefined ? by : null;
      return action(`${event.key} ${words}`, words, owned);
    }),
    ...(over === null ? [] : tickets(told, instantOf(over))),
  ].slice(0, MOST);
}

function tickets(told: readonly Told[], over: number): Action[] {
  return told
    .flatMap(({ happening }) => happening.events.map(eventOf))
    .filter(({ kind, action: step }) => kind === "ticket" && step === "opened")
    .filter((event) => event.occurredAt >= over && keyOf(event, "pr") === undefined)
    .map(({ key, title, links }) => {
      const url = links[0]?.url;
      return { ...action(key, title, null), ...(url === undefined ? {} : { url }) };
    });
}

function action(name: string, words: string, owner: string | null): Action {
  return { id: actionId(name), text: firstWords(oneLine(words), WORDS), owner, version: 0, state: "open" };
}
