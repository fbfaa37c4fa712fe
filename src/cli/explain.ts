import type { Entry } from "../domain/draft/schema.ts";
import { attachedBecause } from "../web/pages/words.ts";
import { forTerminal } from "./for-terminal.ts";
import { CommandError, DONE, type Shell } from "./shell.ts";
import { readIncident, type StoredIncident } from "./stored.ts";

/** `annalist explain INCIDENT DELIVERY|ENTRY`: why something stands where it stands, in the words of the rules that put it there. */
export async function explain(
  name: string,
  subject: string,
  options: { readonly config?: string },
  shell: Shell,
): Promise<number> {
  const incident = await readIncident(name, options.config, shell);
  const { draft } = incident.drafted;
  const entries = draft.entries.filter((entry) => isAbout(entry, subject));
  const lines = entries.length > 0 ? entries.flatMap(tellEntry) : await tellElsewhere(incident, subject);
  await incident.store.close();
  if (lines.length === 0) {
    throw new CommandError(
      `"${subject}" is no entry, delivery or event of ${draft.incident.id}, nor of another incident.`,
    );
  }
  const told = [`${draft.incident.id}  ${draft.incident.title}`, ...lines].map(forTerminal);
  await shell.write(`${told.join("\n")}\n`);
  return DONE;
}

const isAbout = ({ id, evidence }: Entry, subject: string): boolean =>
  id === subject || evidence.some(({ event, delivery }) => event === subject || delivery === subject);

function tellEntry({ id, at, kind, text, visibility, reason, attach, evidence, machine, edited }: Entry): string[] {
  const rank = attach.rank === 0 ? "it is an opener" : `rank ${attach.rank}`;
  return [
    "",
    `${id}  ${at}  ${kind}  ${visibility === "timeline" ? "on the timeline" : "in the activity log"}`,
    `  says      ${text}`,
    `  because   ${reason}`,
    `  attached  ${attach.reason}: ${attachedBecause(attach.reason)} (${rank})`,
    ...(edited ? [`  edited    ${edited.fields.join(", ")} by ${edited.by} at ${edited.at}`] : []),
    ...(machine ? [`  proposed  ${machine.at}  ${machine.kind}  ${machine.text}`] : []),
    ...evidence.map(({ event, delivery, source }) => `  evidence  ${event}  delivery ${delivery} of ${source}`),
  ];
}

/** Where a delivery or an event is, if not in this incident's entries. */
async function tellElsewhere({ store, derived, drafted }: StoredIncident, subject: string): Promise<string[]> {
  const sightings = await store.readSightingsOf(subject);
  const keys = new Set([subject, ...sightings.map(({ event }) => derived.renamed.get(event.key) ?? event.key)]);
  const own = drafted.view.attached.filter(({ event }) => keys.has(event.event.key));
  const suggested = drafted.view.suggestions.filter(({ event }) => keys.has(event.event.key));
  const others = derived.incidents.filter(({ id }) => id !== drafted.view.id);
  const quarantined = (await store.listQuarantine()).filter(({ delivery }) => delivery === subject);
  return [
    ...own.map(
      ({ event, reason, rank }) =>
        `${event.event.key} is attached: ${attachedBecause(reason)} (${reason}, rank ${rank}), first carried by delivery ${event.delivery}.`,
    ),
    ...suggested.map(
      ({ event, reason }) => `${event.event.key} is only suggested: ${attachedBecause(reason)} (${reason}).`,
    ),
    ...others.flatMap(({ id, attached }) =>
      attached
        .filter(({ event }) => keys.has(event.event.key))
        .map(({ event, reason }) => `${event.event.key} belongs to ${id}: ${attachedBecause(reason)} (${reason}).`),
    ),
    ...derived.unattached
      .filter(({ event }) => keys.has(event.key))
      .map(({ event }) => `${event.key} belongs to no incident: no rule attaches it.`),
    ...quarantined.map(({ code, detail }) => `Delivery ${subject} is in quarantine: ${code}: ${detail}`),
  ];
}
