import { alertNameOf } from "../../alert-name.ts";
import { LIFECYCLES, type OpsEvent } from "../../event.ts";
import { areApart, type Ids, numbersOf } from "../../numbered.ts";
import type { Catalogue } from "../../services.ts";
import { MINUTE, type Span } from "../../time.ts";
import { MEETS, type Setting, settingOf } from "../environment.ts";
import { type Facts, keyName } from "../facts.ts";
import type { Lifecycle } from "../lifecycles.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import { citedBy, registerGroups } from "../register.ts";
import { burstLinks } from "./bursts.ts";
import type { Link } from "./clusters.ts";
import { declarationLinks } from "./declared-together.ts";

/** What messages, places and teams share says nothing about their being one incident; a thing (an alert, a ticket) does, while it lasts. */
const NOT_SHARED = new Set(["channel", "team", "commit"]);

/** Whether two openers' open spans lie at most `join` apart. */
export function touch(a: PlacedOpener, b: PlacedOpener, join: Span): boolean {
  return a.start <= b.openUntil + join && b.start <= a.openUntil + join;
}

/**
 * The links between openers, in their order: by a shared lifecycle or an id that one cites at any distance, by a shared thing or related
 * services where they touch, by one name of an alert and its page, by a burst of one alert, by
 * what is declared at once in one channel.
 */
export function linkOpeners(
  openers: readonly PlacedOpener[],
  facts: Facts,
  foretold: ReadonlyMap<number, number>,
): Link[] {
  const { catalogue, roots, settings } = facts;
  const { join } = settings.incidents;
  return [
    ...lifecycleLinks(openers),
    ...citingLinks(openers, facts),
    ...pageLinks(openers, catalogue),
    ...referenceLinks(openers, roots, foretold),
    ...thingLinks(openers, join),
    ...serviceLinks(openers, catalogue, join),
    ...burstLinks(openers),
    ...declarationLinks(openers, facts),
  ];
}

function thingLinks(openers: readonly PlacedOpener[], join: Span): Link[] {
  const things = new Map(openers.map((opener) => [opener, thingsOf(opener)]));
  const of = (opener: PlacedOpener) => things.get(opener) ?? NONE;
  return touchingLinks(openers, join, of, of);
}

const NONE: readonly never[] = [];

/**
 * Openers about the same service, or farther from each other about directly dependent ones, unless one is known to be live and the other known not to
 * be: what says neither may be of both.
 */
function serviceLinks(openers: readonly PlacedOpener[], catalogue: Catalogue, join: Span): Link[] {
  const related = relatedServices(openers, catalogue);
  return [
    ...linksByService(openers, join, (service) => [service], 2),
    ...linksByService(openers, join, (service) => related.get(service) ?? [], 3),
  ];
}

function linksByService(
  openers: readonly PlacedOpener[],
  join: Span,
  related: (service: string) => readonly string[],
  rank: 2 | 3,
): Link[] {
  const settings = new Map(openers.map((opener) => [opener, settingOf(opener.event.event)]));
  const rehearsed = openers.some((opener) => settings.get(opener) === "rehearsal");
  const settingsFor = (opener: PlacedOpener) => settings.get(opener) ?? "unknown";
  return touchingLinks(
    openers,
    join,
    (opener) => (rehearsed ? opener.services.map((service) => `${settingsFor(opener)}:${service}`) : opener.services),
    (opener) => {
      const services = opener.services.flatMap(related);
      if (!rehearsed) return services;
      return MEETS[settingsFor(opener)].flatMap((setting) => services.map((service) => `${setting}:${service}`));
    },
    rank,
  );
}

function lifecycleLinks(openers: readonly PlacedOpener[]): Link[] {
  const links: Link[] = [];
  const latest = new Map<Lifecycle, number>();
  openers.forEach((opener, second) => {
    for (const lifecycle of opener.lifecycles) {
      const first = latest.get(lifecycle);
      if (first !== undefined) links.push({ first, second, rank: 0, distance: distanceOf(openers, first, second) });
      latest.set(lifecycle, second);
    }
  });
  return links;
}

/** An opener that cites an earlier one's id is about the same incident: by an id with a letter in it, since a number may count anything. */
function citingLinks(openers: readonly PlacedOpener[], facts: Facts): Link[] {
  const begun = new Set<Lifecycle>();
  const citable = openers.filter(({ type, lifecycles: [lifecycle] }) => {
    if (type === "alert" || !lifecycle || begun.has(lifecycle)) return false;
    begun.add(lifecycle);
    return true;
  });
  const { ofId, ...register } = registerGroups(citable.map((opener) => ({ openers: [opener] })));
  const told = { ...register, ofId: new Map([...ofId].filter(([id]) => LETTER.test(id))), ofAddress: new Map() };
  if (told.ofId.size === 0) return [];
  const placeOf = new Map(openers.map((opener, place) => [opener, place]));
  return openers.flatMap(({ index, type, event: { event } }, second): Link[] => {
    if (type === "alert") return [];
    const numbers: Ids = event.kind === "message" ? numbersOf(event) : new Map();
    const places = citedBy(facts, told, index)
      .map((cited) => placeOf.get(citable[cited] as PlacedOpener) ?? second)
      .filter((place) => !areApart(numbers, numbersOf(openers[place]?.event.event ?? event)));
    const first = Math.min(second, ...places);
    return first === second ? [] : [{ first, second, rank: 0, distance: distanceOf(openers, first, second) }];
  });
}

const LETTER = /[a-z]/;

/** A page comes within this time of the alert that triggered it. */
const TRIGGERED: Span = 5 * MINUTE;

/**
 * A page that bears an alert's name is that alert's, whatever service its pager knows it under. Where alerts of several settings bear it, and the
 * page says none, it is the last of each that it may be of: joining then takes the live one.
 */
function pageLinks(openers: readonly PlacedOpener[], catalogue: Catalogue): Link[] {
  const known = (services: readonly string[]) => services.filter((one) => catalogue.named.has(one.toLowerCase()));
  const alerts: Record<Setting, Map<string, number>> = { live: new Map(), rehearsal: new Map(), unknown: new Map() };
  return openers.flatMap(({ type, start, event, services }, second): Link[] => {
    const names = namesOf(event.event);
    const setting = settingOf(event.event);
    if (type === "alert") for (const name of names.slice(0, WHOLE_NAMES)) alerts[setting].set(name, second);
    if (type !== "page") return [];
    return MEETS[setting].flatMap((met): Link[] => {
      const mayBe = (found: number | undefined, place: number) =>
        found !== undefined &&
        (place < WHOLE_NAMES || mayShare(known(services), known(openers[found]?.services ?? [])));
      const first = names.map((name) => alerts[met].get(name)).find(mayBe);
      const distance = first === undefined ? Infinity : start - (openers[first]?.start ?? -Infinity);
      return first !== undefined && distance <= TRIGGERED ? [{ first, second, rank: 1, distance }] : [];
    });
  });
}

/** An alert's name and its title come first among what it may be called. */
const WHOLE_NAMES = 2;

/** What names a service of the catalogue is not of another; a pager may call a team its service. */
const mayShare = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === 0 || b.length === 0 || a.some((service) => b.includes(service));

/**
 * What an alert may be called by its page: its name; its whole title; and of the page also its title without the words that pagers put behind
 * the name (`HighLatency eu-1: above 2 s`), where the two do not name different services.
 */
function namesOf(event: OpsEvent): readonly string[] {
  const name = alertNameOf(event);
  const said = event.title.slice(name.length);
  const names = [name, event.title];
  for (let end = name.lastIndexOf(" "); end > 0 && said !== ""; end = name.lastIndexOf(" ", end - 1)) {
    names.push(`${name.slice(0, end)}${said}`);
  }
  return names;
}

/** A message may open an incident although it refers to another opener: because it is pinned, or because it came first. Then the two are one. */
function referenceLinks(
  openers: readonly PlacedOpener[],
  roots: readonly number[],
  foretold: ReadonlyMap<number, number>,
): Link[] {
  const placeOf = new Map(openers.map(({ index }, place) => [index, place]));
  const links: Link[] = [];
  openers.forEach(({ index }, second) => {
    for (const target of [roots[index], foretold.get(index)]) {
      if (target === undefined || target === index) continue;
      const first = placeOf.get(target);
      if (first !== undefined) links.push({ first, second, rank: 0, distance: distanceOf(openers, first, second) });
    }
  });
  return links;
}

/**
 * Links each opener to earlier ones of the topics that it looks at, where they touch: to the latest, and to the one that stays open
 * longest. Every other one of the topic that it touches is connected to those already, so that the links stay few.
 */
function touchingLinks(
  openers: readonly PlacedOpener[],
  join: Span,
  own: (opener: PlacedOpener) => readonly string[],
  looksAt: (opener: PlacedOpener) => readonly string[],
  rank: 2 | 3 = 2,
): Link[] {
  const links: Link[] = [];
  const latest = new Map<string, number>();
  const longest = new Map<string, number>();
  const link = (first: number | undefined, opener: PlacedOpener, second: number) => {
    const other = first === undefined ? undefined : openers[first];
    if (first === undefined || !other || first === second || !touch(other, opener, join)) return;
    links.push({ first, second, rank, distance: opener.start - other.start });
  };
  openers.forEach((opener, second) => {
    for (const topic of looksAt(opener)) {
      const last = latest.get(topic);
      const open = longest.get(topic);
      link(last, opener, second);
      if (open !== last) link(open, opener, second);
    }
    for (const topic of own(opener)) {
      latest.set(topic, second);
      const other = openers[longest.get(topic) ?? -1];
      if (!other || opener.openUntil >= other.openUntil) longest.set(topic, second);
    }
  });
  return links;
}

function distanceOf(openers: readonly PlacedOpener[], first: number, second: number): Span {
  const a = openers[first];
  const b = openers[second];
  return a && b ? Math.abs(b.start - a.start) : 0;
}

/**
 * Things that openers may share. One alert under one name counts as a thing where no service is known, so that a flapping or
 * widespread alert without service labels is one incident, not one for each firing.
 */
function thingsOf({ event: { event }, services, type }: PlacedOpener): string[] {
  const shared = event.correlation.filter(({ type: of }) => !LIFECYCLES.has(of) && !NOT_SHARED.has(of)).map(keyName);
  return type === "alert" && services.length === 0 ? [...shared, `title:${event.title}`] : shared;
}

/** Per service that has openers: those of the others that it depends on directly, or that depend on it. */
function relatedServices(openers: readonly PlacedOpener[], catalogue: Catalogue): Map<string, string[]> {
  const present = new Set(openers.flatMap(({ services }) => services));
  const related = (service: string) => [
    ...(catalogue.dependencies.get(service) ?? []),
    ...(catalogue.dependents.get(service) ?? []),
  ];
  return new Map([...present].map((service) => [service, related(service).filter((other) => present.has(other))]));
}
