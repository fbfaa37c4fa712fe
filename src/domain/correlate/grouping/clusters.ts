import type { Setting } from "../environment.ts";

/** Why two openers may belong together; `first` and `second` are places among the openers, `distance` orders links of one rank. */
export interface Link {
  readonly first: number;
  readonly second: number;
  /**
   * 0: they share a lifecycle or one refers to the other; 1: an alert and the page of its name, or two declarations in one channel at once; 2: they touch and share a thing or a service;
   * 3: they touch, and one's service depends on the other's.
   */
  readonly rank: 0 | 1 | 2 | 3;
  readonly distance: number;
}

/**
 * Sets that grow together (union-find), where two sets that each hold a pinned member never join. They know which of them are live and which a
 * rehearsal, as soon as one member says so.
 */
export class Clusters {
  readonly #parents: number[];
  readonly #pins: Set<number>;
  /** By set, where it is known. */
  readonly #settings: Map<number, Setting>;
  /** The order of joining makes a difference. */
  readonly isOrdered: boolean;

  constructor(settings: readonly Setting[], pins: Iterable<number>) {
    this.#parents = settings.map((_, member) => member);
    this.#pins = new Set(pins);
    const isMixed = settings.includes("live") && settings.includes("rehearsal");
    this.#settings = new Map(isMixed ? [...settings.entries()].filter(([, setting]) => setting !== "unknown") : []);
    this.isOrdered = isMixed || this.#pins.size > 0;
  }

  /** The name of a member's set: its least member. */
  find(member: number): number {
    let root = member;
    while (this.#parentOf(root) !== root) root = this.#parentOf(root);
    for (let step = member; step !== root; ) {
      const next = this.#parentOf(step);
      this.#parents[step] = root;
      step = next;
    }
    return root;
  }

  /** Whether one of the two sets is known to be live and the other a rehearsal: what they share is a name. */
  areApart(a: number, b: number): boolean {
    const [one, other] = [this.#settings.get(this.find(a)), this.#settings.get(this.find(b))];
    return one !== undefined && other !== undefined && one !== other;
  }

  isRehearsal(member: number): boolean {
    return this.#settings.get(this.find(member)) === "rehearsal";
  }

  /** Joins two sets; false where both are pinned, and then nothing changes. */
  join(a: number, b: number): boolean {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    const kept = Math.min(rootA, rootB);
    const joined = Math.max(rootA, rootB);
    if (kept === joined) return true;
    if (this.#pins.has(kept) && this.#pins.has(joined)) return false;
    this.#parents[joined] = kept;
    if (this.#pins.delete(joined)) this.#pins.add(kept);
    const setting = this.#settings.get(kept) ?? this.#settings.get(joined);
    if (setting !== undefined) this.#settings.set(kept, setting);
    return true;
  }

  #parentOf(member: number): number {
    return this.#parents[member] ?? member;
  }
}

/** The order in which links join, where that makes a difference: what says no setting is taken to be live before it is taken to be a rehearsal. */
export function byCloseness(clusters: Clusters): (a: Link, b: Link) => number {
  const isRehearsed = ({ first, second }: Link) => clusters.isRehearsal(first) || clusters.isRehearsal(second);
  return (a, b) =>
    a.rank - b.rank ||
    Number(isRehearsed(a)) - Number(isRehearsed(b)) ||
    a.distance - b.distance ||
    a.first - b.first ||
    a.second - b.second;
}

/**
 * Joins by the closest links first, so that what lies between two pinned members goes to the nearer. Returns the links that two pins kept apart.
 * Only what leaves no doubt (rank 0) joins what is live and a rehearsal.
 */
export function joinClosest(clusters: Clusters, links: readonly Link[]): Link[] {
  const closest = clusters.isOrdered ? [...links].sort(byCloseness(clusters)) : links;
  return closest.filter((link) => mayJoin(clusters, link) && !clusters.join(link.first, link.second));
}

export const mayJoin = (clusters: Clusters, { rank, first, second }: Link): boolean =>
  rank === 0 || !clusters.areApart(first, second);
