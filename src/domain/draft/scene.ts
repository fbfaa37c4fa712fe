import type { Attachment, IncidentView } from "../correlate/incident-view.ts";
import type { Actor, OpsEvent } from "../event.ts";
import type { Linter } from "../lint.ts";
import type { Reader, Reading } from "../reading.ts";
import { type Catalogue, servicesOf as findServices } from "../services.ts";
import type { Settings } from "../settings.ts";
import { WordNumbers } from "../words/word-numbers.ts";
import { gatherPeople, type People } from "./happenings/people.ts";
import { type Wording, wordingOf } from "./lines/tense.ts";

/** What drafting needs beside the incident: one per configuration and reader. */
export interface DraftContext {
  readonly settings: Settings;
  readonly catalogue: Catalogue;
  readonly read: Reader;
  readonly lint: Linter;
}

/** One incident under drafting, with the look-ups that several stages share; each answer is computed once. */
export interface Scene {
  readonly view: IncidentView;
  readonly settings: Settings;
  readonly people: People;
  readonly wording: Wording;
  readonly readingOf: (event: OpsEvent) => Reading;
  /** Reads an event as said by somebody else, and so from now on: a message that another edited is still its author's. */
  readonly readAs: (event: OpsEvent, actor: Actor) => Reading;
  /** Catalogue names of the services that the event is about. */
  readonly servicesOf: (attached: Attachment) => readonly string[];
  /** Whether one of them is a service of the incident itself, and not only a dependency. */
  readonly isOwn: (attached: Attachment) => boolean;
  readonly words: WordNumbers;
  /** The telling words of what somebody says. */
  readonly tellingOf: (attached: Attachment) => readonly number[];
}

/** Who speaks, and in which words. */
export type Voices = Pick<Scene, "people" | "words" | "tellingOf">;

export function setScene(view: IncidentView, { settings, catalogue, read }: DraftContext): Scene {
  const readAs = new Map<OpsEvent, Reading>();
  const services = new Map<Attachment, readonly string[]>();
  const own = new Set(view.services);
  const words = view.words ?? new WordNumbers();
  const telling = new Map<Attachment, readonly number[]>();
  const servicesOf = (attached: Attachment) =>
    attached.services ?? services.getOrInsertComputed(attached, ({ event }) => findServices(event.event, catalogue));
  const tell = ({ event: { event } }: Attachment) => words.telling(event.text ?? event.title);
  return {
    view,
    settings,
    people: gatherPeople(view, settings),
    wording: wordingOf(settings.tense),
    readingOf: (event) => (readAs.size === 0 ? undefined : readAs.get(event)) ?? read(event),
    readAs: (event, actor) => readAs.getOrInsertComputed(event, () => read({ ...event, actor })),
    servicesOf,
    isOwn: (attached) => servicesOf(attached).some((service) => own.has(service)),
    words,
    tellingOf: (attached) => (view.words && attached.telling) ?? telling.getOrInsertComputed(attached, tell),
  };
}
