import type { StoredDelivery } from "../ingest/delivery.ts";
import { openInboxReader } from "../ingest/inbox/sqlite-inbox-reader.ts";
import { writeCaptureLine } from "../receivers/capture-write.ts";
import { counted } from "../web/view/words.ts";
import { type Format, renderForPeople, renderValue } from "./render.ts";
import { DONE, type Shell } from "./shell.ts";
import { readIncident, type StoredIncident } from "./stored.ts";

export interface ExportOptions {
  readonly config?: string;
  readonly format: Format;
  /** The raw deliveries instead of the draft. */
  readonly capture?: boolean;
}

/**
 * `annalist export INCIDENT`: its draft, or as a capture the deliveries that carried its events, and those that could not be used and came while they
 * could have told of it. Drafted again, it misses what the draft misses.
 */
export async function exportIncident(name: string, options: ExportOptions, shell: Shell): Promise<number> {
  const incident = await readIncident(name, options.config, shell);
  const { draft } = incident.drafted;
  if (options.capture) {
    const { deliveries, missing } = await deliveriesOf(incident);
    if (missing > 0) {
      const left = counted(missing, "delivery of it is", "deliveries of it are");
      shell.note(`${left} not here, or not kept any more (retention.raw).`);
    }
    for (const delivery of deliveries) await shell.write(writeCaptureLine(delivery));
  } else if (options.format === "json") {
    await shell.write(renderValue(draft));
  } else {
    await shell.write(await renderForPeople([draft], options.format));
  }
  await incident.store.close();
  return DONE;
}

/** By (receivedAt, id). A server may be running on the same data folder. */
async function deliveriesOf({ config, store, archive, drafted }: StoredIncident): Promise<{
  readonly deliveries: readonly StoredDelivery[];
  readonly missing: number;
}> {
  const names = new Set<string>();
  for (const { event } of drafted.view.attached) {
    for (const key of [event.event.key, ...event.event.formerKeys]) {
      for (const { delivery } of await store.readSightings(key)) names.add(delivery);
    }
  }
  for (const { delivery } of drafted.draft.missing) names.add(delivery);
  const inbox = openInboxReader(config.store.path);
  const deliveries: StoredDelivery[] = [];
  for (const id of names) {
    const delivery = inbox.read(id) ?? (await archive?.readDelivery(id));
    if (delivery) deliveries.push(delivery);
  }
  inbox.close();
  return {
    deliveries: deliveries.sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1)),
    missing: names.size - deliveries.length,
  };
}
