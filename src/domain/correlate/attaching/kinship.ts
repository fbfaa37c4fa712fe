import type { Catalogue } from "../../services.ts";

/** How a service stands to an incident: its own; what those depend on, directly or in two steps; what depends on them; what leans on the same. */
export type Kinship = "own" | "dependency" | "deeper" | "dependent" | "sibling";

/** By service: how it stands to an incident about the given ones. The closest kinship counts. */
export function kinOf(services: readonly string[], { dependencies, dependents }: Catalogue): Map<string, Kinship> {
  const kin = new Map<string, Kinship>();
  const enter = (names: Iterable<string>, kinship: Kinship) => {
    for (const name of names) if (!kin.has(name)) kin.set(name, kinship);
  };
  const below = (names: readonly string[]) => names.flatMap((name) => dependencies.get(name) ?? []);
  const above = (names: readonly string[]) => names.flatMap((name) => dependents.get(name) ?? []);
  const direct = below(services);
  enter(services, "own");
  enter(direct, "dependency");
  enter(above(services), "dependent");
  enter(below(direct), "deeper");
  const siblings = above(direct);
  enter(siblings, "sibling");
  enter(above(siblings), "sibling");
  return kin;
}
