import { isDeepStrictEqual } from "node:util";
import type { Attachment, IncidentView, Opener } from "../domain/correlate/incident-view.ts";

/**
 * Whether two views of one incident say the same, so that their machine's drafts are the same under the same settings. Whether its opener is
 * pinned makes no difference: a first decision drafts nothing again. Events are compared as objects: a store gives an event that did not
 * change as the same object again.
 */
export function isSameView(a: IncidentView, b: IncidentView): boolean {
  return (
    a === b ||
    (isDeepStrictEqual(frameOf(a), frameOf(b)) &&
      areAlike(a.attached, b.attached, isSameAttachment) &&
      areAlike(a.openers, b.openers, isSameOpener) &&
      areAlike(a.suggestions, b.suggestions, (one, other) => one.event === other.event && one.reason === other.reason))
  );
}

function frameOf({ channels, ...view }: IncidentView): unknown {
  const { id, aliases, opener, start, end, closed, candidate, services, heard } = view;
  return [id, aliases, opener, start, end, closed, candidate, services, [...channels], heard];
}

function areAlike<T>(a: readonly T[], b: readonly T[], isSame: (one: T, other: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && isSame(one, other);
    })
  );
}

function isSameAttachment(a: Attachment, b: Attachment): boolean {
  return a.event === b.event && a.rank === b.rank && a.reason === b.reason;
}

function isSameOpener(a: Opener, b: Opener): boolean {
  return (
    a.event === b.event &&
    a.type === b.type &&
    a.openUntil === b.openUntil &&
    a.closed === b.closed &&
    a.services.length === b.services.length &&
    a.services.every((service, index) => service === b.services[index])
  );
}
