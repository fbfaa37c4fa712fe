import type { ToldEvent } from "./event.ts";

const texts = new WeakMap<ToldEvent, string>();

/** The JSON of an event, which MUST NOT change any more: whoever asks again gets the same text, and nothing is written anew. */
export function writeEvent(event: ToldEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(event);
  texts.set(event, text);
  return text;
}
