import type { IncidentView } from "../../correlate/incident-view.ts";
import type { Actor } from "../../event.ts";
import type { Settings } from "../../settings.ts";

/** Names of those who took part, by vendor id (`slack:U0123`). */
export interface People {
  /** How a line calls an actor; undefined where nothing better than an id is known. */
  readonly nameOf: (actor: Actor) => string | undefined;
  /** The team of the configuration, where the person is listed with one. */
  readonly teamOf: (actor: Actor) => string | undefined;
  /** `Marta Lind`, `marta` and `marta@bastion1` are one hand, within minutes of one incident. */
  readonly handOf: (actor: Actor) => string | undefined;
  /** Whether somebody who takes part, or whom the configuration lists, is called so: by their name, or its first word. */
  readonly knows: (name: string) => boolean;
  /** Chat mentions (`<@U0123>`, `<@U0123|oona>`, `@U0123ABCD`) as names. */
  readonly unmention: (text: string) => string;
}

const MENTION = /<@([A-Z0-9]+)(?:\|([^>]*))?>|@([UW][A-Z0-9]{6,})\b/g;
/** An id is no name: a vendor that sends no name sends its own id in its place. */
const VENDOR_ID = /^[UWB][A-Z0-9]{6,}$/;

const handIn = (name: string): string | undefined => /^\p{L}{3,}/u.exec(name)?.[0].toLowerCase();

/** Gathers names from the configuration first, then from what senders said of their own people. */
export function gatherPeople(view: Pick<IncidentView, "attached">, settings: Pick<Settings, "people">): People {
  const names = new Map<string, string>();
  const teams = new Map<string, string>();
  for (const { event } of view.attached) {
    const { id, name } = event.event.actor;
    const isNews = id !== undefined && name !== undefined && names.get(id) !== name;
    if (isNews && !VENDOR_ID.test(name)) names.set(id, name);
  }
  for (const person of settings.people) {
    for (const id of person.ids ?? []) {
      names.set(id, person.name);
      if (person.team !== undefined) teams.set(id, person.team);
    }
  }
  const nameOf = ({ id, name }: Actor) =>
    (id === undefined ? undefined : names.get(id)) ?? (name && !VENDOR_ID.test(name) ? name : undefined);
  const called = new Set([...names.values()].flatMap((name) => [name.toLowerCase(), handIn(name) ?? ""]));
  const hands = new Map<string, string | undefined>();
  return {
    nameOf,
    handOf: (actor) => hands.getOrInsertComputed(nameOf(actor) ?? "", handIn),
    teamOf: ({ id }) => (id === undefined ? undefined : teams.get(id)),
    knows: (name) => called.has(name.toLowerCase()),
    unmention: (text) =>
      text.includes("@")
        ? text.replaceAll(
            MENTION,
            (_, quoted?: string, label?: string, bare?: string) =>
              `@${names.get(`slack:${quoted ?? bare}`) ?? (label || "someone")}`,
          )
        : text,
  };
}
