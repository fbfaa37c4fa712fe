import type { DraftSet } from "../domain/draft/schema.ts";
import { formatInstant } from "../domain/time.ts";
import type { Derived } from "./derive.ts";
import type { Drafts } from "./drafts.ts";
import { missingOf } from "./missing.ts";

/** Every incident's draft, by (start, id), and what belongs to none: what `annalist draft` prints. */
export async function draftSet(drafts: Drafts, derived: Derived): Promise<DraftSet> {
  const occasion = await drafts.occasion(derived);
  const incidents: DraftSet["incidents"] = [];
  for (const view of derived.incidents) incidents.push((await drafts.of(view, occasion)).draft);
  const [first, last] = [derived.unattached.at(0), derived.unattached.at(-1)].map((recorded) =>
    recorded ? formatInstant(recorded.event.occurredAt, recorded.event.precision) : null,
  );
  return {
    incidents,
    unattached: { events: derived.unattached.length, first: first ?? null, last: last ?? null },
    missing: missingOf(occasion.quarantine),
  };
}
