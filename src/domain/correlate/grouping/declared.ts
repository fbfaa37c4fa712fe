import { numberedBy } from "../../numbered.ts";
import { type Channel, isIncidentChannel } from "../channels.ts";
import type { Facts } from "../facts.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import { byCloseness, type Clusters, joinClosest, type Link, mayJoin } from "./clusters.ts";
import { roomDeclaredIn, tellOfTwo } from "./rooms.ts";

/** What was declared in a set of openers. */
interface Declared {
  /** By tool, the incidents that it numbered. */
  readonly ids: Map<string, Set<string>>;
  /** The incident channels that were made for them. */
  readonly rooms: Set<Channel>;
  /** What they were declared about. */
  readonly services: Set<string>;
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
    if (!one || !other || one === other || !one.services.isDisjointFrom(other.services)) return false;
    const areNumbered = [...one.ids].some(([tool, ids]) => other.ids.get(tool)?.isDisjointFrom(ids) ?? false);
    return areNumbered || haveRoomsApart(this.#facts, one.rooms, other.rooms);
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

  #add(root: number, { ids, rooms, services }: Declared): void {
    const known = this.#declared.getOrInsertComputed(root, nothing);
    for (const [tool, some] of ids) {
      const ofTool = known.ids.getOrInsertComputed(tool, () => new Set());
      for (const id of some) ofTool.add(id);
    }
    for (const room of rooms) known.rooms.add(room);
    for (const service of services) known.services.add(service);
  }
}

const nothing = (): Declared => ({ ids: new Map(), rooms: new Set(), services: new Set() });

/** A tool's number and the incident channels that it names, or the channel that somebody declared it in; null where there is none of all that. */
function declaredBy(facts: Facts, { index, event: { event }, services }: PlacedOpener): Declared | null {
  const numbered = numberedBy(event);
  const room = roomDeclaredIn(facts, index);
  const named = event.kind === "incident" ? (facts.channels.of[index] ?? []) : [];
  const rooms = new Set(room ? [room] : named.filter(isIncidentChannel));
  if (!numbered && rooms.size === 0) return null;
  const ids = new Map(numbered ? [[numbered.tool, new Set([numbered.id])]] : []);
  return { ids, rooms, services: new Set(services) };
}

function haveRoomsApart(facts: Facts, some: ReadonlySet<Channel>, others: ReadonlySet<Channel>): boolean {
  if (some.size === 0 || others.size === 0) return false;
  return [...some].every((one) => [...others].every((other) => tellOfTwo(facts, one, other)));
}
