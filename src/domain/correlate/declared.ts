import type { OpsEvent } from "../event.ts";
import { byCloseness, type Clusters, joinClosest, type Link } from "./clusters.ts";
import type { PlacedOpener } from "./openers.ts";

/** A tool that numbers incidents, and what it calls one of them. */
interface Declared {
  readonly tool: string;
  readonly id: string;
}

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
    openers.forEach(({ event: { event } }, place) => {
      const declared = declaredAs(event);
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
    return [...links].sort(byCloseness).filter((link) => !this.has(link.first, link.second) && !this.#joinBy(link));
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

/** A source may pass on what several tools say: each puts its own name, or its project's, before the last part of an id. */
function declaredAs({ kind, key, group }: OpsEvent): Declared | null {
  if (kind !== "incident" || group === undefined) return null;
  const namespace = /^(.*[#/])[^#/]+$/s.exec(group)?.[1] ?? "";
  return { tool: `${key.slice(0, key.indexOf("/") + 1)} ${namespace}`, id: group };
}
