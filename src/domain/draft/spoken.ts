import { Circle } from "../correlate/circle.ts";
import type { IncidentView } from "../correlate/incident-view.ts";
import type { OpsEvent } from "../event.ts";
import type { Settings } from "../settings.ts";
import { tellingWords } from "../words.ts";
import { eventOf, type Happening } from "./happening.ts";
import type { Scene } from "./scene.ts";

/** What people say in an incident, as far as it shows which machines' events matter to them. */
export interface Spoken {
  /** Whether the actor of an event speaks in the incident, or answered a page of it. */
  readonly isBySpeaker: (event: OpsEvent) => boolean;
  /** Whether people say a name with a number of a title, or two of its telling words; service names are none. */
  readonly tellsOf: (one: Happening) => boolean;
  /** Whether people say two telling words of its title, or one of its service's name. */
  readonly touches: (one: Happening) => boolean;
}

/** Who speaks, and which telling words. */
export function gatherSpoken({ view, settings }: Scene): Spoken {
  const { circle, words } = listen(view, settings);
  const services = new Set(settings.services.flatMap(({ name, aliases = [] }) => wordsOf([name, ...aliases])));
  const saidOf = (title: string) => [...tellingWords(title)].filter((word) => words.has(word));
  return {
    isBySpeaker: ({ actor }) => (actor.id ?? actor.name) !== undefined && circle.holds(actor),
    tellsOf: ({ events }) =>
      events.some((attached) => {
        const said = saidOf(eventOf(attached).title).filter((word) => !services.has(word));
        return said.length > 1 || said.some((word) => NUMBERED.test(word));
      }),
    touches: ({ events }) =>
      events.some((attached) => {
        const { title, service = "" } = eventOf(attached);
        return saidOf(title).length > 1 || saidOf(service).length > 0;
      }),
  };
}

/** Those who speak in an incident or answer its pages, and the telling words of what is said. */
function listen({ attached }: IncidentView, { people }: Settings): { circle: Circle; words: Set<string> } {
  const circle = new Circle(people);
  const words = new Set<string>();
  const entered = new Set<string>();
  for (const { event } of attached) {
    const { kind, actor, text, title } = event.event;
    if (kind === "change" || actor.type !== "human") continue;
    const who = `${actor.id}\n${actor.name}`;
    if (!entered.has(who)) circle.enter(actor);
    entered.add(who);
    if (kind === "message") for (const word of tellingWords(text ?? title)) words.add(word);
  }
  return { circle, words };
}

const wordsOf = (names: readonly string[]): string[] => names.flatMap((name) => [...tellingWords(name)]);

/** A host, a version, a ticket; a number of few digits counts something. */
const NUMBERED = /^(?=.*\d)(?:.*\p{L}.*|.{4,})$/u;
