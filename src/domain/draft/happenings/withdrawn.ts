import type { Attachment } from "../../correlate/incident-view.ts";
import type { OpsEvent } from "../../event.ts";
import type { Evidence } from "../schema.ts";
import { byOrder, eventOf } from "./happening.ts";
import { messageName } from "./messages.ts";

type Withdrawal = NonNullable<Evidence["withdrawn"]>;

/**
 * Which words of chat do not stand any more, by what said them: those of a message whose last edit says something else, and all that a deleted
 * message said, also what its deletion repeats of it.
 */
export function findWithdrawn(attached: readonly Attachment[]): ReadonlyMap<Attachment, Withdrawal> {
  const withdrawn = new Map<Attachment, Withdrawal>();
  for (const told of revised(attached)) {
    const isDeleted = told.some((one) => eventOf(one).action === "deleted");
    const last = told.toSorted(byOrder).at(-1);
    for (const one of told) {
      if (isDeleted) withdrawn.set(one, "deleted");
      else if (last && wordsOf(one) !== wordsOf(last)) withdrawn.set(one, "edited");
    }
  }
  return withdrawn;
}

/** What a message says after its last edit; null where it was deleted. */
export function standingWords(message: OpsEvent, attached: readonly Attachment[]): OpsEvent | null {
  const name = messageName(message);
  if (name === undefined) return message;
  const told = attached.filter((one) => eventOf(one).kind === "message" && messageName(eventOf(one)) === name);
  if (told.some((one) => eventOf(one).action === "deleted")) return null;
  const last = told.toSorted(byOrder).at(-1);
  return last ? eventOf(last) : message;
}

const REVISIONS: ReadonlySet<string> = new Set(["edited", "deleted"]);

/** All that was told of each message that was edited or deleted: few are, and the others are not gathered. */
function revised(attached: readonly Attachment[]): Iterable<readonly Attachment[]> {
  const told = new Map<string, Attachment[]>();
  for (const one of attached) {
    const event = eventOf(one);
    const name = event.kind === "message" && REVISIONS.has(event.action) ? messageName(event) : undefined;
    if (name !== undefined) told.set(name, []);
  }
  if (told.size === 0) return [];
  for (const one of attached) {
    const event = eventOf(one);
    if (event.kind === "message") told.get(messageName(event) ?? "")?.push(one);
  }
  return told.values();
}

function wordsOf(one: Attachment): string {
  const { text, title } = eventOf(one);
  return text ?? title;
}
