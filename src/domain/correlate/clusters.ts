/** Why two openers may belong together; `first` and `second` are places among the openers, `distance` orders links of one rank. */
export interface Link {
  readonly first: number;
  readonly second: number;
  /** 0: they share a lifecycle or one refers to the other; 1: they touch and share a thing or a service. */
  readonly rank: 0 | 1;
  readonly distance: number;
}

/** Sets that grow together (union-find), where two sets that each hold a pinned member never join. */
export class Clusters {
  readonly #parents: number[];
  readonly #pins: Set<number>;

  constructor(size: number, pins: Iterable<number>) {
    this.#parents = Array.from({ length: size }, (_, member) => member);
    this.#pins = new Set(pins);
  }

  /** Without pins the order of joining makes no difference. */
  get hasPins(): boolean {
    return this.#pins.size > 0;
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

  /** Joins two sets; false where both are pinned, and then nothing changes. */
  join(a: number, b: number): boolean {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    const kept = Math.min(rootA, rootB);
    const joined = Math.max(rootA, rootB);
    if (kept === joined) return true;
    if (this.#pins.has(kept) && this.#pins.has(joined)) return false;
    this.#parents[joined] = kept;
    if (this.#pins.delete(joined)) this.#pins.add(kept);
    return true;
  }

  #parentOf(member: number): number {
    return this.#parents[member] ?? member;
  }
}

/** The order in which links join, where that makes a difference. */
export function byCloseness(a: Link, b: Link): number {
  return a.rank - b.rank || a.distance - b.distance || a.first - b.first || a.second - b.second;
}

/** Joins by the closest links first, so that what lies between two pinned members goes to the nearer. Returns the links that two pins kept apart. */
export function joinClosest(clusters: Clusters, links: readonly Link[]): Link[] {
  const closest = clusters.hasPins ? [...links].sort(byCloseness) : links;
  return closest.filter(({ first, second }) => !clusters.join(first, second));
}
