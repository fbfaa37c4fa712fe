import { between, isOfKind, type Told } from "../draft/entries.ts";
import { type Instant, MINUTE, type Span } from "../time.ts";
import { type Found, last } from "./found.ts";

/** Whoever waits for a change to set it right sees within so much that it did. */
const LOOKED_AT: Span = 3 * MINUTE;

/** The change after which people looked, and found it well. */
export function seenWellAfter(shown: readonly Told[], seen: Instant, fired: Instant): Found | undefined {
  const found = changed(between(shown, Math.max(fired, seen - LOOKED_AT), seen), seen);
  return (
    found && {
      ...found,
      reason: "remedy_seen: the last change before somebody sees that it is well, and the alerts ended",
    }
  );
}

/** What somebody tells of the recovery after the last change; else that change. */
export function toldOrChanged(shown: readonly Told[], until: Instant): Found | undefined {
  const change = changed(shown, until);
  const told = last(
    shown,
    isToldRecovery,
    "recovery_and_alerts: what somebody tells of the recovery, and a while later the alerts ended",
  );
  return told && told.on.at >= (change ? (change.at ?? change.on.at) : 0) ? told : change;
}

export const isToldRecovery = ({ entry: { kind }, happening: { sort } }: Told): boolean =>
  kind === "recovery" && sort === "message";

/** The last change, once it was done. */
export function changed(shown: readonly Told[], until: Instant): Found | undefined {
  const on = shown.findLast(isChange);
  if (!on) return undefined;
  const at = Math.min(until, on.happening.until ?? on.at);
  return { on, at, reason: "change_and_alerts: the last change before the alerts ended" };
}

/** What a machine tells of has been done then; what a person says that they do may take a while. */
const isChange = ({ entry: { kind }, happening: { sort } }: Told): boolean =>
  sort === "change" && (kind === "change" || kind === "rollback");

/** With the alerts' end as a second witness, a kind that was only weighed is good enough. */
export function isRemedy(told: Told): boolean {
  const { kind } = told.entry;
  return (
    isOfKind(told, "recovery") ||
    kind === "recovery" ||
    kind === "rollback" ||
    (kind === "change" && told.happening.sort === "change")
  );
}
