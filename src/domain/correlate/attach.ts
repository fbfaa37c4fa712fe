import { LIFECYCLES } from "../event.ts";
import type { Steps } from "../steps.ts";
import {
  type Attached,
  type Claim,
  claim,
  claimsTo,
  compareClaims,
  type Ground,
  reasonOfLifecycle,
  reasonOfReference,
} from "./claims.ts";
import { eventAt, keyName, perEvent } from "./facts.ts";
import { withoutIdleTalk } from "./talk.ts";

/**
 * Attaches every event that opens nothing to at most one incident, by the best claim. In rounds, each over what the one before found:
 * what events say by themselves; what they share with an event attached so (the end of a deployment that began in the window); talk
 * that nothing else of the incident is near to is let go; what refers to a message (a reply, an edit, a reaction) goes where it went.
 * Attaching never links incidents nor stretches windows.
 */
export function* attachEvents(ground: Ground): Steps<Attached> {
  const better = compareClaims(ground.groups);
  const alone = yield* ofOthers(ground, (index) => least(claimsTo(ground, index), better));
  const best = bestByLifecycle(ground, alone, better);
  const together = yield* ofOthers(ground, (index) => {
    const own = alone[index] ?? null;
    if ((ground.facts.lifecycles[index] ?? []).length === 0) return own;
    const shared = least(sharedClaims(ground, best, index), better);
    if (!shared || shared.place === own?.place) return own;
    return own && better(own, shared) <= 0 ? own : shared;
  });
  const kept = withoutIdleTalk(ground, together);
  yield;
  return yield* ofOthers(ground, (index) =>
    kept[index]?.rank === 1 ? (kept[index] ?? null) : (ofRoot(ground, kept, index) ?? kept[index] ?? null),
  );
}

function ofOthers({ facts, register }: Ground, claimOf: (index: number) => Claim | null): Steps<Attached> {
  return perEvent(facts.events, (_, index) => (register.ofOpener.has(index) ? null : claimOf(index)));
}

function least(claims: readonly Claim[], better: (a: Claim, b: Claim) => number): Claim | null {
  return claims.reduce<Claim | null>((best, one) => (best && better(best, one) <= 0 ? best : one), null);
}

/** By lifecycle: the best claim to a non-alert event of it that was attached by itself. */
function bestByLifecycle(
  { facts }: Ground,
  attached: Attached,
  better: (a: Claim, b: Claim) => number,
): ReadonlyMap<string, Claim> {
  const best = new Map<string, Claim>();
  attached.forEach((own, index) => {
    if (!own || own.rank > 3 || eventAt(facts.events, index).kind === "alert") return;
    for (const lifecycle of facts.lifecycles[index] ?? []) {
      const known = best.get(lifecycle);
      if (!known || better(own, known) < 0) best.set(lifecycle, own);
    }
  });
  return best;
}

/** Lets an event follow its lifecycles at any distance; one that names services of its own follows only to an incident about one of them. */
function sharedClaims(ground: Ground, best: ReadonlyMap<string, Claim>, index: number): Claim[] {
  const event = eventAt(ground.facts.events, index);
  const services = ground.facts.services[index] ?? [];
  return event.correlation.flatMap((key) => {
    const of = LIFECYCLES.has(key.type) ? best.get(keyName(key)) : undefined;
    const about = of ? (ground.groups[of.place]?.services ?? []) : [];
    if (!of || (services.length > 0 && !services.some((service) => about.includes(service)))) return [];
    return [claim(ground, of.place, event, { rank: 2, weaker: false, reason: reasonOfLifecycle(key.type) })];
  });
}

function ofRoot(ground: Ground, attached: Attached, index: number): Claim | null {
  const root = ground.facts.roots[index] ?? index;
  const found = root === index ? null : attached[root];
  if (!found) return null;
  const event = eventAt(ground.facts.events, index);
  return claim(ground, found.place, event, { rank: 1, weaker: false, reason: reasonOfReference(event) });
}
