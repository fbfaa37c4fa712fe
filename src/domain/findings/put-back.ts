import type { Told } from "../draft/entries.ts";
import { isCode } from "../draft/happenings/changes.ts";
import { HOUR, instantOf, MINUTE, type Span } from "../time.ts";
import type { Course } from "./rule.ts";

/** A change that is put back is the one before it, at most so long before. */
const PUT_BACK_WITHIN: Span = 24 * HOUR;
/** Whoever finds so soon after a rollback that something did not help speaks of it: what it put back was innocent. */
const IN_VAIN_WITHIN: Span = 15 * MINUTE;

/** What put something back, and the change that it put back, where the record tells which. */
export interface PutBack {
  readonly rollback: Told;
  readonly change: Told | undefined;
}

/**
 * The first rollback that was not in vain, a machine's before people's words. A change of B to A puts back one of A to B, by the same title.
 * All else puts back a change of its own service: one from before anybody knew of the incident, rather than a step against it.
 */
export function findPutBack({ shown, moments }: Course): PutBack | undefined {
  const known = moments.detected.at === null ? Number.POSITIVE_INFINITY : instantOf(moments.detected.at);
  const changes = shown.filter((told) => isDone(told) && !isCode(told.happening.event));
  const early = changes.filter(({ at }) => at < known);
  const turns = Map.groupBy(
    early.filter((told) => turnOf(told)),
    (told) => turnOf(told)?.key,
  );
  const tries = shown.filter(({ entry, happening: { sort } }) => entry.kind === "failed_attempt" && sort === "message");

  const find = (rollback: Told): PutBack | undefined => {
    const turned = isDone(rollback) ? before(turns.get(turnOf(rollback)?.reversed) ?? [], rollback) : undefined;
    if (!turned && rollback.entry.kind !== "rollback") return undefined;
    if (tries.some(({ at }) => at > rollback.at && at - rollback.at <= IN_VAIN_WITHIN)) return undefined;
    const ofService = (among: readonly Told[]) => before(among.filter(isOfServiceOf(rollback)), rollback);
    return { rollback, change: turned ?? ofService(early) ?? ofService(changes) };
  };
  return firstOf(shown.filter(isChange), find) ?? firstOf(shown, find);
}

function firstOf<T>(told: readonly Told[], find: (told: Told) => T | undefined): T | undefined {
  for (const each of told) {
    const found = find(each);
    if (found) return found;
  }
  return undefined;
}

const before = (changes: readonly Told[], { at }: Told): Told | undefined =>
  changes.findLast((change) => change.at < at && at - change.at <= PUT_BACK_WITHIN);

const isOfServiceOf =
  (rollback: Told) =>
  ({ entry: { service } }: Told): boolean =>
    service !== undefined && service === rollback.entry.service;

const isChange = ({ happening }: Told): boolean => happening.sort === "change";

const isDone = (told: Told): boolean => isChange(told) && told.entry.kind === "change";

/** `db.r4.4xlarge to db.r4.xlarge`, `27 -> 21`: what a title says that it turns into what. */
const TURN = /(?<!\S)(\S+) (?:to|->|→) (\S+)/;

/** What turns into what by a title, and the same the other way round. */
function turnOf({ happening: { event } }: Told): { readonly key: string; readonly reversed: string } | undefined {
  const found = TURN.exec(event.title);
  if (!found) return undefined;
  const [turn, from = "", to = ""] = found;
  const around = event.title.replace(turn, () => "");
  return { key: [around, from, to].join("\n"), reversed: [around, to, from].join("\n") };
}
