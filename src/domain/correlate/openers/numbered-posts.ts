import type { Actor, OpsEvent, RecordedEvent } from "../../event.ts";
import type { NumberedPost, Reader } from "../../reading.ts";
import type { Person } from "../../settings.ts";

/** What a machine's post tells of an incident that a tool numbered; null for anything else. */
export function numberTold(event: OpsEvent, read: Reader): NumberedPost | null {
  return event.kind === "message" && event.actor.type === "automation" ? (read(event).numbered ?? null) : null;
}

/** Whether a bot posted that an incident was opened, by somebody whom the record knows. */
export const isNumberedOpening = ({ correlation }: OpsEvent, told: NumberedPost | undefined): boolean =>
  told?.tells === "opened" && correlation.some(({ type }) => type === "incident");

/**
 * Gives bots' posts the incident whose number they tell, as an incident tool's own events have it: one that says who opened it, where that is
 * somebody who spoke or acted in the record or whom the configuration knows (feeds of others' incidents name companies), and one that says
 * that it ended, where such a post or a tool opened it.
 *
 * @returns the same events in the same order; the same event of the same incident is the same object again
 */
export function giveNumbers(
  events: readonly RecordedEvent[],
  people: readonly Person[],
  read: Reader,
): readonly RecordedEvent[] {
  const told = events.map((recorded) => numberOf(recorded, read));
  if (told.every((one) => one === null)) return events;
  const known = namesOfPeople(events, people);
  const opened = told.map((one) => one !== null && one.tells === "opened" && isKnown(one.by, known));
  const numbers = new Set(told.flatMap((one, index) => (one && opened[index] ? [one.number] : [])));
  const written = new Map<string, string>();
  for (const { event } of events) {
    if (event.kind !== "incident") continue;
    for (const { type, value } of event.correlation) if (type === "incident") written.set(value.toUpperCase(), value);
  }
  return events.map((recorded, index) => {
    const one = told[index];
    if (!one || (one.tells === "opened" ? !opened[index] : !numbers.has(one.number) && !written.has(one.number)))
      return recorded;
    return ofIncident(recorded, written.get(one.number) ?? one.number);
  });
}

/** What the post in force tells, else what it told before somebody edited it, so that what opened an incident once still does. */
function numberOf({ event, superseded }: RecordedEvent, read: Reader): NumberedPost | null {
  if (event.kind !== "message" || event.actor.type !== "automation") return null;
  const before = superseded?.map((variant) => numberTold(variant, read)) ?? [];
  return before.findLast((one) => one?.tells === "opened") ?? numberTold(event, read);
}

/** Whether a bot that names people means this one: by the name or the id that they have in the chat. */
export function isNamed({ id, name }: Actor, by: readonly string[]): boolean {
  const handles = [name, id?.slice(id.lastIndexOf(":") + 1)].map((handle) => handle?.toLowerCase());
  return by.some((called) => handles.includes(called.toLowerCase()));
}

/** By lower case: names of people, their first names, and their ids in a chat. */
function namesOfPeople(events: readonly RecordedEvent[], people: readonly Person[]): ReadonlySet<string> {
  const known = new Set<string>();
  const enter = (name: string) => {
    const called = name.toLowerCase();
    known.add(called).add(called.split(/[ @]/)[0] ?? called);
  };
  const enterId = (id: string) => known.add(id.slice(id.lastIndexOf(":") + 1).toLowerCase());
  for (const { name, ids = [] } of people) {
    enter(name);
    ids.forEach(enterId);
  }
  for (const { event } of events) {
    const { type, id, name } = event.actor;
    if (type !== "human") continue;
    if (name !== undefined) enter(name);
    if (id !== undefined) enterId(id);
  }
  return known;
}

/** A name that goes on goes on with names: `Ilse Brandt`, whom the record may know as `ilse`. */
const WHOLE_NAME = /^\S+(?: \p{Lu}\S*)+$/u;

function isKnown(by: string, known: ReadonlySet<string>): boolean {
  const name = by.toLowerCase();
  return known.has(name) || (WHOLE_NAME.test(by) && known.has(name.split(" ")[0] ?? name));
}

const given = new WeakMap<RecordedEvent, { readonly incident: string; readonly recorded: RecordedEvent }>();

function ofIncident(recorded: RecordedEvent, incident: string): RecordedEvent {
  const before = given.get(recorded);
  if (before?.incident === incident) return before.recorded;
  const { event } = recorded;
  const correlation = [{ type: "incident", value: incident }, ...event.correlation];
  const made: RecordedEvent = { ...recorded, event: { ...event, correlation } };
  given.set(recorded, { incident, recorded: made });
  return made;
}
