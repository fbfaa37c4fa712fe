import type { Derived } from "./derive.ts";
import type { Drafted, Drafts } from "./drafts.ts";

/** What an incident's name leads to. */
export type Sought =
  | { readonly is: "found"; readonly drafted: Drafted }
  /** The name is an alias: the incident is known by `id` now. */
  | { readonly is: "moved"; readonly id: string }
  | { readonly is: "unknown" };

/** Resolves an id or an alias, and drafts what it leads to. */
export async function seekDraft(drafts: Drafts, derived: Derived, name: string): Promise<Sought> {
  const view = derived.byName.get(name);
  if (!view) return { is: "unknown" };
  if (view.id !== name) return { is: "moved", id: view.id };
  return { is: "found", drafted: await drafts.of(view, await drafts.occasion(derived)) };
}

/** The present ids of incidents, by ids or aliases; a name that leads nowhere is left out. */
export function presentIds({ byName }: Derived, names: readonly string[]): Map<string, string> {
  return new Map(
    names.flatMap((name): [string, string][] => {
      const id = byName.get(name)?.id;
      return id === undefined ? [] : [[name, id]];
    }),
  );
}
