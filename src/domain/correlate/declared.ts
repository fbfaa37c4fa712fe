import { numberedBy } from "../numbered.ts";
import { byCloseness, type Clusters, joinClosest, type Link, mayJoin } from "./clusters.ts";
import type { PlacedOpener } from "./openers.ts";

/**
 * Which sets of openers one tool has declared as two incidents. Whoever numbers incidents has told them apart: that they last at the same time is
 * no reason to make one of them.
 */
export class DeclaredApart {
  readonly #clusters: Clusters;
  /** By set: by tool, the incidents that it declared there. */
  readonly #declared = new Map<number, Map<string, Set<string>>>();

  constructor(openers: readonly PlacedOpener[], clusters: Clusters) {
    this.#clusters = clusters;
    openers.forEach(({ type, event: { event } }, place) => {
      const declared = type === "declaration" ? numberedBy(event) : null;
      if (declared) this.#add(clusters.find(place), declared.tool, [declared.id]);
    });
  }

  /** Whether a tool declared an incident in each of the two sets, and none that is in both. */
  has(a: number, b: number): boolean {
    const [one, other] = [this.#declared.get(this.#clusters.find(a)), this.#declared.get(this.#clusters.find(b))];
    if (!one || !other) return false;
    return [...one].some(([tool, ids]) => other.get(tool)?.isDisjointFrom(ids) ?? false);
  }

  /** Joins sets by the closest links first, but for those that this keeps apart. Returns the links that two pins kept apart. */
  join(links: readonly Link[]): Link[] {
    if (this.#declared.size < 2) return joinClosest(this.#clusters, links);
    return [...links]
      .sort(byCloseness(this.#clusters))
      .filter((link) => !this.has(link.first, link.second) && mayJoin(this.#clusters, link) && !this.#joinBy(link));
  }

  #joinBy({ first, second }: Link): boolean {
    const roots = new Set([this.#clusters.find(first), this.#clusters.find(second)]);
    const joined = this.#clusters.join(first, second);
    if (joined)
      for (const root of roots)
        for (const [tool, ids] of this.#declared.get(root) ?? []) this.#add(this.#clusters.find(first), tool, ids);
    return joined;
  }

  #add(root: number, tool: string, ids: Iterable<string>): void {
    const ofTool = this.#declared.getOrInsertComputed(root, () => new Map<string, Set<string>>());
    const known = ofTool.getOrInsertComputed(tool, () => new Set<string>());
    for (const id of ids) known.add(id);
  }
}
