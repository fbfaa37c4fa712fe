import type { Steps } from "../../steps.ts";
import { eventAt } from "../facts.ts";
import type { Lifecycle } from "../lifecycles.ts";
import { perEvent } from "../per-event.ts";
import { findAsides } from "./asides.ts";
import {
  type Attached,
  type Better,
  bestClaimTo,
  type Claim,
  claim,
  compareClaims,
  type Ground,
  lesser,
  reasonOfLifecycle,
  reasonOfReference,
} from "./claims.ts";
import { gatherCompanies } from "./company.ts";
import { withLateTalk } from "./late-talk.ts";
import { recall } from "./recall.ts";
import { type SetAside, withoutSetAside } from "./set-aside.ts";
import { findStrays } from "./strays.ts";
import { withoutIdleTalk } from "./talk.ts";
import { withUsersReports } from "./users-reports.ts";

/**
 * Attaches every event that opens nothing to at most one incident, by the best claim. In rounds, each over what the one before found:
 * what events say by themselves; what they share with an event attached so (the end of a deployment that began in the window); talk
 * of alerts that fire on; talk that nothing else of the incident is near to is let go; talk, then changes and alerts that are not about it are set aside; what refers
 * to a message (a reply, an edit, a reaction) goes where it went. Attaching never links incidents nor stretches windows.
 */
export function* attachEvents(ground: Ground): Steps<{ readonly attached: Attached; readonly aside: SetAside }> {
  const better = compareClaims(ground.groups);
  const alone = yield* ofOthers(ground, (index) => bestClaimTo(ground, index, better));
  const best = bestByLifecycle(ground, alone, better);
  const together = yield* ofOthers(ground, (index) => {
    const own = alone[index] ?? null;
    if (isAloneIn(own, best, ground.facts.lifecycles.of[index] ?? [])) return own;
    const shared = sharedClaim(ground, best, index, better);
    if (!shared || shared.place === own?.place) return own;
    return own && better(own, shared) <= 0 ? own : shared;
  });
  const busy = withoutIdleTalk(ground, withLateTalk(ground, together, better));
  yield;
  const companies = gatherCompanies(ground, busy);
  yield;
  const asides = findAsides(ground, busy, companies);
  const spoken = withoutSetAside(ground, busy, asides);
  yield;
  const strays = findStrays(ground, spoken, companies, asides);
  const aside: SetAside = new Map([...asides, ...strays]);
  const recalled = yield* recall(ground, withoutSetAside(ground, spoken, strays), companies, aside);
  yield;
  const kept = withUsersReports(ground, recalled, companies, aside);
  yield;
  const attached = yield* ofOthers(ground, (index) =>
    kept[index]?.rank === 1 ? (kept[index] ?? null) : (ofRoot(ground, kept, index) ?? kept[index] ?? null),
  );
  return { attached, aside };
}

function ofOthers({ facts, register }: Ground, claimOf: (index: number) => Claim | null): Steps<Attached> {
  return perEvent(facts.events, (_, index) => (register.ofOpener(index) === undefined ? claimOf(index) : null));
}

/** By lifecycle: the best claim to a non-alert event of it that was attached by itself. */
function bestByLifecycle({ facts }: Ground, attached: Attached, better: Better): ReadonlyMap<Lifecycle, Claim> {
  const best = new Map<Lifecycle, Claim>();
  attached.forEach((own, index) => {
    if (!own || own.rank > 3 || eventAt(facts.events, index).kind === "alert") return;
    for (const lifecycle of facts.lifecycles.of[index] ?? []) {
      const known = best.get(lifecycle);
      if (!known || better(own, known) < 0) best.set(lifecycle, own);
    }
  });
  return best;
}

/** Whether none of an event's lifecycles leads to another incident than its own claim does. */
const isAloneIn = (own: Claim | null, best: ReadonlyMap<Lifecycle, Claim>, lifecycles: readonly Lifecycle[]): boolean =>
  lifecycles.every((lifecycle) => (best.get(lifecycle)?.place ?? own?.place) === own?.place);

/** Lets an event follow its lifecycles at any distance; one that names services of its own follows only to an incident about one of them. */
function sharedClaim(ground: Ground, best: ReadonlyMap<Lifecycle, Claim>, index: number, better: Better): Claim | null {
  let shared: Claim | null = null;
  for (const lifecycle of ground.facts.lifecycles.of[index] ?? []) {
    const of = best.get(lifecycle);
    if (!of || !isAboutOneOf(ground, of.place, ground.facts.services[index] ?? [])) continue;
    const reason = reasonOfLifecycle(lifecycle.type);
    const event = eventAt(ground.facts.events, index);
    shared = lesser(shared, claim(ground, of.place, event, { rank: 2, weaker: false, reason }), better);
  }
  return shared;
}

function isAboutOneOf({ groups }: Ground, place: number, services: readonly string[]): boolean {
  const about = groups[place]?.services ?? [];
  return services.length === 0 || services.some((service) => about.includes(service));
}

function ofRoot(ground: Ground, attached: Attached, index: number): Claim | null {
  const root = ground.facts.roots[index] ?? index;
  const found = root === index ? null : attached[root];
  if (!found) return null;
  const event = eventAt(ground.facts.events, index);
  return claim(ground, found.place, event, { rank: 1, weaker: false, reason: reasonOfReference(event) });
}
