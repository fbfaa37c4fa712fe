import { Circle } from "../../correlate/attaching/circle.ts";
import type { OpsEvent } from "../../event.ts";
import { WordSet, type Words } from "../../words/word-set.ts";
import type { Scene } from "../scene.ts";
import { eventOf, type Happening } from "./happening.ts";

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
export function gatherSpoken(scene: Scene): Spoken {
  const { settings, words: numbers } = scene;
  const { circle, words } = listen(scene);
  const named = settings.services.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const services = new Set(named.flatMap((name) => numbers.telling(name)));
  const saidOf = (title: string) => numbers.in(title).filter((word) => words.has(word));
  const isNumbered = (word: number) => numbers.hasDigit(word) && NUMBERED.test(numbers.spelt(word));
  return {
    isBySpeaker: ({ actor }) => (actor.id ?? actor.name) !== undefined && circle.holds(actor),
    tellsOf: ({ events }) =>
      events.some((attached) => {
        const said = saidOf(eventOf(attached).title).filter((word) => !services.has(word));
        return said.length > 1 || said.some(isNumbered);
      }),
    touches: ({ events }) =>
      events.some((attached) => {
        const { title, service = "" } = eventOf(attached);
        return saidOf(title).length > 1 || saidOf(service).length > 0;
      }),
  };
}

/** Those who speak in an incident or answer its pages, and the telling words of what is said. */
function listen({ view, settings, tellingOf }: Scene): { circle: Circle; words: Words } {
  const circle = new Circle(settings.people);
  const words = new WordSet();
  for (const attached of view.attached) {
    const { kind, actor } = eventOf(attached);
    if (kind === "change" || actor.type !== "human") continue;
    circle.enter(actor);
    if (kind === "message") words.addAll(tellingOf(attached));
  }
  return { circle, words };
}

/** A host, a version, a ticket; a number of few digits counts something. */
const NUMBERED = /^(?=.*\d)(?:.*\p{L}.*|.{4,})$/u;
