import type { OpsEvent } from "../../event.ts";
import type { Gist } from "../../reading.ts";
import { type Instant, MINUTE, type Span } from "../../time.ts";
import { BELONGS_TO, settingOf } from "../environment.ts";
import { eventAt, servicesOfChannelsAt, sharesWord } from "../facts.ts";
import type { Group } from "../grouping/groups.ts";
import { type Attached, type Claim, claim, type Ground } from "./claims.ts";
import type { Company } from "./company.ts";
import { Windows } from "./nearest.ts";
import type { SetAside } from "./set-aside.ts";

/** Users may feel it so long before anything opens the incident. */
const FIRST_SIGNS: Span = 10 * MINUTE;
/** A report is worth this much by its words alone, at least; so is what users tell later. */
const TELLING = 0.3;
/** Who answers a report with "the same here" does so within this time. */
const SAME: Span = 10 * MINUTE;
/** Beside a report, this likely another one. */
const LIKE_A_REPORT = 0.4;

/** What users tell once they reported: that it got worse, or is over. */
const GOES_ON: ReadonlySet<Gist["kind"]> = new Set<Gist["kind"]>(["human_report", "symptom", "recovery"]);

/** The last report of users' trouble in a channel, and the incident that took it. */
interface Heard {
  readonly place: number;
  readonly at: Instant;
}

/**
 * Attaches what is told of users' trouble where the shop's people pass on what users tell: in a channel that no service has, while one incident
 * alone is open that people know of, or in words of one of several. Beside a report count those who meet the same, and later what is told
 * there of worse or of the end; these in a service's channel as well, if at once. What names a service was judged by that.
 */
export function withUsersReports(
  ground: Ground,
  attached: Attached,
  companies: readonly Company[],
  aside: SetAside,
): Attached {
  const { facts, groups, register } = ground;
  const windows = windowsOfKnown(ground, companies);
  const heard = new Map<string, readonly Heard[]>();
  const found = new Map<number, Claim>();
  facts.events.forEach(({ event }, index) => {
    const channel = aside.has(index) ? undefined : channelOf(ground, index);
    if (channel === undefined) return;
    const known = register.ofOpener(index) ?? attached[index]?.place;
    const open = () => windows.at(event.occurredAt).map(({ place }) => place);
    const place = known ?? placeOf(ground, { index, open: open(), reports: heard.get(channel) ?? [] }, companies);
    if (place === null || !isOfSetting(event, groups[place])) return;
    if (known === undefined)
      found.set(index, claim(ground, place, event, { rank: 4, weaker: true, reason: "users_report" }));
    else if (!reportsTrouble(ground, index)) return;
    const others = (heard.get(channel) ?? []).filter((report) => report.place !== place);
    heard.set(channel, [{ place, at: event.occurredAt }, ...others]);
  });
  return found.size === 0 ? attached : attached.map((own, index) => own ?? found.get(index) ?? null);
}

const isOfSetting = (event: OpsEvent, group: Group | undefined): boolean =>
  BELONGS_TO[settingOf(event)].includes(group?.setting ?? "unknown");

/** When an incident that people know of, and in which two or more take part, is open, and the minutes before. */
const windowsOfKnown = ({ groups }: Ground, companies: readonly Company[]): Windows =>
  new Windows(
    groups.flatMap(({ candidate, start, end, talkedUntil }, place) =>
      candidate || (companies[place]?.size ?? 0) < 2
        ? []
        : [{ place, from: start - FIRST_SIGNS, to: Math.min(end, talkedUntil) }],
    ),
  );

/** The channel of what a person says. */
function channelOf({ facts }: Ground, index: number): string | undefined {
  const { kind, action, actor } = eventAt(facts.events, index);
  if (kind !== "message" || action !== "posted" || actor.type === "automation") return undefined;
  return facts.channels.of[index]?.[0]?.id;
}

/** A message, the incidents that are open when it is said, and the last report of each incident in its channel, the newest first. */
interface Telling {
  readonly index: number;
  readonly open: readonly number[];
  readonly reports: readonly Heard[];
}

/** The incident that users' trouble is about as it is told; null for what tells of none, or may be about another. */
function placeOf(ground: Ground, { index, open, reports }: Telling, companies: readonly Company[]): number | null {
  const [only] = open;
  if (only === undefined || namesService(ground, index) || isAnotherMatter(ground, index)) return null;
  const before = reports.find(({ place }) => open.includes(place));
  if (before && tellsOn(ground, index, before)) return before.place;
  if (isMapped(ground, index) || !reportsTrouble(ground, index)) return null;
  if (open.length === 1) return only;
  const fitting = open.filter((place) => companies[place] && sharesWord(ground.facts, index, companies[place].about));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function reportsTrouble({ facts }: Ground, index: number): boolean {
  const gist = facts.readingOf(index).gist?.();
  return gist !== undefined && gist.kind === "human_report" && gist.worth >= TELLING;
}

const namesService = ({ facts }: Ground, index: number): boolean => (facts.services[index] ?? []).length > 0;

const isMapped = ({ facts }: Ground, index: number): boolean => servicesOfChannelsAt(facts, index).length > 0;

/** Whether it tells more of what was reported in its channel. */
function tellsOn(ground: Ground, index: number, { at }: Heard): boolean {
  const { facts } = ground;
  const reading = facts.readingOf(index);
  const gist = reading.gist?.();
  if (!gist) return false;
  const isSoon = eventAt(facts.events, index).occurredAt <= at + SAME;
  if (gist.worth >= TELLING && GOES_ON.has(gist.kind)) return isSoon || !isMapped(ground, index);
  if (!isSoon) return false;
  const likely = gist.likely.find(([kind]) => kind === "human_report")?.[1] ?? 0;
  return likely >= LIKE_A_REPORT || reading.alike?.()?.says === "agrees";
}

const isAnotherMatter = ({ facts }: Ground, index: number): boolean =>
  facts
    .readingOf(index)
    .remarks?.()
    .some(({ about }) => about === "another_matter") ?? false;
