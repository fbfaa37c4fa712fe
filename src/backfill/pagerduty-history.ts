import type { History, Listed, Period } from "./history.ts";
import { VendorRefused } from "./history.ts";
import type { PagerDutyClient, Query } from "./pagerduty-client.ts";
import { CUT, type List, readBackwards, readPages, readPeriod, type Thing } from "./pagerduty-pages.ts";

/** An incident as the list of incidents tells it. */
export interface ListedIncident extends Listed {
  readonly incident: Thing;
}

const INCIDENTS: List = {
  path: "/incidents",
  key: "incidents",
  query: { sort_by: "created_at:asc", time_zone: "UTC" },
};
/** The newest first: accounts leave thousands open, of which only so many can be paged through. */
const OPEN: Query = { "statuses[]": ["triggered", "acknowledged"], date_range: "all", sort_by: "created_at:desc" };

/** PagerDuty's incidents, each with its log, its alerts, its notes and the changes that PagerDuty relates to it. */
export function pagerDutyHistory(client: PagerDutyClient): History<ListedIncident> {
  return {
    async *list(period: Period, { unfinished }) {
      const seen = new Set<string>();
      for await (const listed of incidentsOf(client, period, unfinished)) {
        if (seen.has(listed.name)) continue;
        seen.add(listed.name);
        yield listed;
      }
    },
    async fetch({ name, incident }) {
      const bodies: Uint8Array[] = [];
      for (const list of listsOf(name)) bodies.push(...bodiesOf(incident, list.key, await readAll(client, list)));
      return bodies;
    },
  };
}

async function* incidentsOf(
  client: PagerDutyClient,
  period: Period,
  unfinished: boolean,
): AsyncGenerator<ListedIncident> {
  for await (const incident of readPeriod(client, INCIDENTS, period)) yield* listed(incident);
  if (!unfinished) return;
  const open = { ...INCIDENTS, query: { ...INCIDENTS.query, ...OPEN } };
  for await (const incident of readPages(client, open)) if (incident !== CUT) yield* listed(incident);
}

function listed(incident: Thing): ListedIncident[] {
  const { id, updated_at, last_status_change_at, status } = incident;
  if (typeof id !== "string" || !/^[A-Za-z0-9]{1,64}$/.test(id)) return [];
  const version = [updated_at ?? last_status_change_at, status].filter((part) => typeof part === "string").join(" ");
  return [{ name: id, version, incident }];
}

interface IncidentList extends List {
  /** What an account may not have, or may not let this token read. */
  readonly optional?: boolean;
  /** Newest first, and may be asked for up to a time. */
  readonly backwards?: boolean;
}

const listsOf = (id: string): readonly IncidentList[] => [
  {
    ...{ path: `/incidents/${id}/log_entries`, key: "log_entries" },
    query: { is_overview: "false", "include[]": "channels", time_zone: "UTC" },
    backwards: true,
  },
  { path: `/incidents/${id}/alerts`, key: "alerts" },
  { path: `/incidents/${id}/notes`, key: "notes" },
  { path: `/incidents/${id}/related_change_events`, key: "change_events", optional: true },
];

async function readAll(client: PagerDutyClient, list: IncidentList): Promise<Thing[]> {
  const things: Thing[] = [];
  const seen = new Set<unknown>();
  try {
    const read = list.backwards ? readBackwards : readPages;
    for await (const thing of read(client, list)) {
      if (thing === CUT || seen.has(thing["id"])) continue;
      things.push(thing);
      if (thing["id"] !== undefined) seen.add(thing["id"]);
    }
    return things;
  } catch (error) {
    // An incident that was deleted since it was listed tells nothing more.
    if (error instanceof VendorRefused && (error.status === 404 || (list.optional && error.status !== 401)))
      return things;
    throw error;
  }
}

const MOST_IN_BODY = 200;
const LARGEST_BODY = 512 * 1024;
const NAME_IN_BODY: Readonly<Record<string, string>> = { change_events: "related_change_events" };

/** Deliveries of a list: the incident and a part of the list, oldest first, so that a longer list begins with the same parts. */
function bodiesOf(incident: Thing, key: string, things: readonly Thing[]): Uint8Array[] {
  const texts = [...things].sort(byAge).map((thing) => JSON.stringify(thing));
  const head = `{"incident":${JSON.stringify(incident)},"${NAME_IN_BODY[key] ?? key}":[`;
  const parts: string[][] = [];
  let size = 0;
  for (const text of texts) {
    const part = parts.at(-1);
    if (part && part.length < MOST_IN_BODY && size + text.length <= LARGEST_BODY) part.push(text);
    else parts.push([text]);
    size = (parts.at(-1)?.length === 1 ? head.length : size) + text.length;
  }
  return parts.map((part) => Buffer.from(`${head}${part.join(",")}]}`));
}

function byAge(a: Thing, b: Thing): number {
  const [first, second] = [a, b].map((thing) => `${thing["created_at"] ?? thing["timestamp"]} ${thing["id"]}`);
  return first === second ? 0 : String(first) < String(second) ? -1 : 1;
}
