import { areApart, type Ids, numberedBy, numbersOf } from "../../numbered.ts";
import { type Channel, isIncidentChannel } from "../channels.ts";
import type { Facts } from "../facts.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import { byCloseness, type Clusters, joinClosest, type Link, mayJoin } from "./clusters.ts";
import { roomDeclaredIn, tellOfTwo } from "./rooms.ts";

/** What was declared in a set of openers. */
interface Declared {
  /** By tool, the incidents that it numbered. */
  readonly ids: Ids;
  /** By what stands before them (`INC`), the numbers that people know them by. */
  readonly numbers: Ids;
  /** A bot told one of them in a chat, where it tells what was declared and not what about. */
  readonly isTold: boolean;
  /** The incident channels that were made for them. */
  readonly rooms: ReadonlySet<Channel>;
  /** What they were declared about. */
  readonly services: ReadonlySet<string>;
}

/**
 * Which sets of openers have been declared as two incidents: by one tool under two numbers, or in two incident channels that tell of two things. Whoever
 * does so has told them apart: that they last at the same time, and that one's service leans on the other's, is no reason to make one of them.
 */
export class DeclaredApart {
  readonly #facts: Facts;
  readonly #clusters: Clusters;
  /** By set. */
  readonly #declared = new Map<number, Declared>();

  /** @param others by opener's event: further declarations of its incident, which open nothing */
  constructor(
    facts: Facts,
    openers: readonly PlacedOpener[],
    clusters: Clusters,
    others: ReadonlyMap<number, readonly PlacedOpener[]>,
  ) {
    this.#facts = facts;
    this.#clusters = clusters;
    openers.forEach((opener, place) => {
      const own = opener.type === "declaration" ? [opener] : [];
      for (const declaration of [...own, ...(others.get(opener.index) ?? [])]) {
        const declared = declaredBy(facts, declaration);
        if (declared) this.#add(clusters.find(place), declared);
      }
    });
  }

  /** Whether an incident was declared in each of the two sets, none that is in both and none about a service of the other. */
  has(a: number, b: number): boolean {
    const [one, other] = [this.#declared.get(this.#clusters.find(a)), this.#declared.get(this.#clusters.find(b))];
    if (!one || !other || one === other) return false;
    if ((one.isTold || other.isTold) && areApart(one.numbers, other.numbers)) return true;
    if (!one.services.isDisjointFrom(other.services)) return false;
    return areApart(one.ids, other.ids) || haveRoomsApart(this.#facts, one.rooms, other.rooms);
  }

  /**
   * Joins sets by the closest links first, but for those that this keeps apart. What shares a lifecycle, or refers to the other, is one all the
   * same. Returns the links that two pins kept apart.
   */
  join(links: readonly Link[]): Link[] {
    if (this.#declared.size < 2) return joinClosest(this.#clusters, links);
    return [...links]
      .sort(byCloseness(this.#clusters))
      .filter((link) => !this.#parts(link) && mayJoin(this.#clusters, link) && !this.#joinBy(link));
  }

  #parts({ rank, first, second }: Link): boolean {
    return rank > 0 && this.has(first, second);
  }

  #joinBy({ first, second }: Link): boolean {
    const roots = new Set([this.#clusters.find(first), this.#clusters.find(second)]);
    const joined = this.#clusters.join(first, second);
    if (joined)
      for (const root of roots) {
        const declared = this.#declared.get(root);
        if (declared) this.#add(this.#clusters.find(first), declared);
      }
    return joined;
  }

  #add(root: number, { ids, numbers, isTold, rooms, services }: Declared): void {
    const known = this.#declared.get(root) ?? NOTHING;
    this.#declared.set(root, {
      ids: union(known.ids, ids),
      numbers: union(known.numbers, numbers),
      isTold: known.isTold || isTold,
      rooms: known.rooms.union(rooms),
      services: known.services.union(services),
    });
  }
}

const NOTHING: Declared = { ids: new Map(), numbers: new Map(), isTold: false, rooms: new Set(), services: new Set() };

const union = (some: Ids, others: Ids): Ids =>
  new Map([...some.keys(), ...others.keys()].map((of) => [of, (some.get(of) ?? NONE).union(others.get(of) ?? NONE)]));

const NONE: ReadonlySet<string> = new Set();

/** A tool's number and the incident channels that it names, or the channel that somebody declared it in; null where there is none of all that. */
function declaredBy(facts: Facts, { index, event: { event }, services }: PlacedOpener): Declared | null {
  const numbered = numberedBy(event);
  const room = roomDeclaredIn(facts, index);
  const named = event.kind === "incident" ? (facts.channels.of[index] ?? []) : [];
  const rooms = new Set(room ? [room] : named.filter(isIncidentChannel));
  const numbers = numbersOf(event);
  if (!numbered && numbers.size === 0 && rooms.size === 0) return null;
  const isTold = event.kind === "message" && numbers.size > 0;
  const ids = new Map(numbered ? [[numbered.tool, new Set([numbered.id])]] : []);
  return { ids, numbers, isTold, rooms, services: new Set(services) };
}

function haveRoomsApart(facts: Facts, some: ReadonlySet<Channel>, others: ReadonlySet<Channel>): boolean {
  if (some.size === 0 || others.size === 0) return false;
  return [...some].every((one) => [...others].every((other) => tellOfTwo(facts, one, other)));
}
