import type { ToldEvent } from "../domain/event.ts";

/** So many different values are remembered: senders repeat a few for long, and a storm brings others by the thousand. */
const MOST = 20_000;
/** Longer ones are seldom repeated, and cost to look at. */
const LONGEST = 400;

/** Holds once what events repeat: empty lists, actors, and the words of senders. What it gives is equal to what it was given, and frozen or text. */
export class Shared {
  #texts = new Map<string, string>();
  #values = new Map<string, object>();

  facts(event: ToldEvent): ToldEvent {
    const { service, text, group } = event;
    return {
      ...event,
      formerKeys: this.#list(event.formerKeys),
      actor: this.#value(
        `${event.actor.type}\u0000${event.actor.id ?? ""}\u0000${event.actor.name ?? ""}`,
        event.actor,
      ),
      names: this.#list(event.names),
      correlation: event.correlation.map(({ type, value }) => ({ type: this.#text(type), value })),
      links:
        event.links.length === 0
          ? NONE
          : event.links.map(({ rel, url }) => ({ rel: this.#text(rel), url: this.#text(url) })),
      marks: this.#list(event.marks),
      ...(service === undefined ? {} : { service: this.#text(service) }),
      ...(text === undefined ? {} : { text: this.#text(text) }),
      ...(group === undefined ? {} : { group: event.correlation.find(({ value }) => value === group)?.value ?? group }),
    };
  }

  #list(texts: readonly string[]): string[] {
    return texts.length === 0 ? NONE : texts.map((text) => this.#text(text));
  }

  #text(text: string): string {
    if (text.length > LONGEST) return text;
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= MOST) this.#texts = new Map();
    this.#texts.set(text, text);
    return text;
  }

  #value<T extends object>(name: string, value: T): T {
    const known = this.#values.get(name);
    if (known) return known as T;
    if (this.#values.size >= MOST) this.#values = new Map();
    this.#values.set(name, Object.freeze(value));
    return value;
  }
}

const NONE: never[] = Object.freeze([]) as unknown as never[];
