import { correlateAsOne } from "../domain/correlate/as-one.ts";
import { foldDecisions } from "../domain/draft/decided/fold.ts";
import { configDigest } from "../domain/draft/digest.ts";
import { draftIncident } from "../domain/draft/draft-incident.ts";
import type { DraftSet } from "../domain/draft/schema.ts";
import { buildCatalogue } from "../domain/services.ts";
import type { Settings } from "../domain/settings.ts";
import { createLinter } from "../reading/lint.ts";
import { createReader } from "../reading/read.ts";
import type { Store } from "../store/store.ts";
import { Derivation } from "../views/derive.ts";
import { draftSet } from "../views/draft-set.ts";
import { Drafts } from "../views/drafts.ts";
import { missingOf } from "../views/missing.ts";
import { counted } from "../web/view/words.ts";
import { openCaptures } from "./captured.ts";
import { type ReadCaptures, sourceRemedy } from "./captures.ts";
import { type Format, renderForPeople, renderValue } from "./render.ts";
import { CommandError, DONE, type Shell, UNUSED_INPUT } from "./shell.ts";

export interface DraftOptions {
  readonly config?: string;
  readonly format: Format;
  /** Draft everything as one incident of this title. */
  readonly incident?: string;
  readonly strict?: boolean;
}

/**
 * `annalist draft CAPTURE…`: drafts on stdout, all else on stderr. A function of the set of deliveries and the configuration: the same
 * input gives the same bytes, whatever the order and repetition of its lines.
 */
export async function draft(captures: readonly string[], options: DraftOptions, shell: Shell): Promise<number> {
  const { read, settings, store } = await openCaptures(captures, options.config, shell);
  const set =
    options.incident === undefined
      ? await draftIncidents(store, settings)
      : await draftAsOne(store, settings, options.incident);
  const { format } = options;
  await shell.write(format === "json" ? renderValue(set) : await renderForPeople(set.incidents, format));
  shell.note(summaryOf(read, set));
  if (read.quarantine.some(({ code }) => code === "unknown_source")) shell.note(sourceRemedy(options.config));
  if (set.incidents.length === 0) shell.note(read.sightings.length === 0 ? NO_EVENT : NOTHING_OPENS);
  return options.strict && read.quarantine.length > 0 ? UNUSED_INPUT : DONE;
}

const NO_EVENT = "No event could be read of the capture.";
const NOTHING_OPENS =
  'Nothing in the capture opens an incident: no declaration, page, status post, severe alert or reported outage. To draft all of it as one, add: --incident "TITLE"';

async function draftIncidents(store: Store, settings: Settings): Promise<DraftSet> {
  const read = createReader();
  const derived = await new Derivation(store, settings, read).current();
  return draftSet(new Drafts(store, settings, { read, lint: createLinter() }), derived);
}

async function draftAsOne(store: Store, settings: Settings, title: string): Promise<DraftSet> {
  const read = createReader();
  const view = correlateAsOne(await store.readEvents(), settings, read);
  if (!view) throw new CommandError("The capture holds no event to draft.");
  const machine = draftIncident(view, {
    ...{ settings, read, lint: createLinter() },
    catalogue: buildCatalogue(settings.services),
  });
  const titled = { ...machine, incident: { ...machine.incident, title } };
  const missing = missingOf(await store.listQuarantine());
  const draft = foldDecisions(titled, [], null, { missing, configDigest: configDigest(settings) });
  return { incidents: [draft], unattached: { events: 0, first: null, last: null }, missing };
}

function summaryOf({ deliveries, quarantine }: ReadCaptures, { incidents, unattached }: DraftSet): string {
  const entries = incidents.flatMap((one) => one.entries);
  const shown = entries.filter(({ visibility }) => visibility === "timeline").length;
  return [
    counted(deliveries, "delivery", "deliveries"),
    `${counted(incidents.length, "incident", "incidents")} with ${counted(shown, "timeline entry", "timeline entries")} (${entries.length} in the log)`,
    `${counted(unattached.events, "event", "events")} of no incident`,
    `${counted(quarantine.length, "part", "parts")} not usable`,
  ].join(", ");
}
