import { LIFECYCLES } from "../event.ts";
import {
  type Claim,
  claim,
  claimsTo,
  compareClaims,
  type Ground,
  reasonOfLifecycle,
  reasonOfReference,
} from "./claims.ts";
import { eventAt, keyName } from "./facts.ts";

/** By event: the claim that won, or null. Openers have none: they are the incidents. */
export type Attached = readonly (Claim | null)[];

/**
 * Attaches every event that opens nothing to at most one incident, by the best claim. Three rounds, each over what the one before
 * found: what events say by themselves; what they share with an event attached so (the end of a deployment that began in the window);
 * what they refer to (a reply, an edit, a reaction goes where its message went). Attaching never links incidents nor stretches windows.
 */
export function attachEvents(ground: Ground): Attached {
  const { facts, register, groups } = ground;
  const better = compareClaims(groups);
  const attached = facts.events.map((_, index) =>
    register.ofOpener.has(index) ? null : least(claimsTo(ground, index), better),
  );
  const shared = sharedLifecycles(ground, attached, better);
  const together = attached.map((own, index) =>
    register.ofOpener.has(index)
      ? null
      : least(
          [own, ...shared(index)].flatMap((one) => one ?? []),
          better,
        ),
  );
  return together.map((own, index) => {
    const root = facts.roots[index] ?? index;
    const ofRoot = root === index ? null : (together[root] ?? null);
    if (!ofRoot || own?.rank === 1 || register.ofOpener.has(index)) return own;
    const event = eventAt(facts.events, index);
    return claim(ground, ofRoot.place, event, { rank: 1, indirect: false, reason: reasonOfReference(event) });
  });
}

function least(claims: readonly Claim[], better: (a: Claim, b: Claim) => number): Claim | null {
  return claims.reduce<Claim | null>((best, one) => (best && better(best, one) <= 0 ? best : one), null);
}

/**
 * Lets events follow a lifecycle of a non-alert event that was attached by itself, at any distance: each lifecycle goes where its best
 * attached event went. An event that names services of its own follows only an incident that is about one of them.
 */
function sharedLifecycles(
  ground: Ground,
  attached: Attached,
  better: (a: Claim, b: Claim) => number,
): (index: number) => Claim[] {
  const { facts, groups } = ground;
  const best = new Map<string, Claim>();
  attached.forEach((own, index) => {
    const { kind, correlation } = eventAt(facts.events, index);
    if (!own || own.rank > 3 || kind === "alert") return;
    for (const key of correlation.filter(({ type }) => LIFECYCLES.has(type))) {
      const known = best.get(keyName(key));
      if (!known || better(own, known) < 0) best.set(keyName(key), own);
    }
  });
  const mayFollow = (index: number, place: number) => {
    const services = facts.services[index] ?? [];
    return services.length === 0 || services.some((service) => groups[place]?.services.includes(service));
  };
  return (index) => {
    const event = eventAt(facts.events, index);
    return event.correlation.flatMap((key) => {
      const of = LIFECYCLES.has(key.type) ? best.get(keyName(key)) : undefined;
      if (!of || !mayFollow(index, of.place)) return [];
      return [claim(ground, of.place, event, { rank: 2, indirect: false, reason: reasonOfLifecycle(key.type) })];
    });
  };
}
