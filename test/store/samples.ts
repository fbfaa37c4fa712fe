import type { DecisionRecord } from "../../src/domain/decision.ts";
import type { Sighting, ToldEvent } from "../../src/domain/event.ts";
import { contentOf } from "../../src/domain/sightings.ts";
import { MINUTE, SECOND } from "../../src/domain/time.ts";
import type { Change, PublicationRecord, QuarantineRecord } from "../../src/store/store.ts";

/** 2026-05-04T09:00:00Z */
export const NINE = 1_777_885_200 * SECOND;

export interface SightingFacts {
  readonly id?: string;
  /** Minutes after nine; null: the sender told no time. */
  readonly at?: number | null;
  readonly title?: string;
  readonly delivery?: string;
  /** Minutes after nine. */
  readonly received?: number;
  readonly sentAt?: number;
  readonly source?: string;
  /** Ids that the same source gave it before. */
  readonly formerIds?: readonly string[];
}

/** An alert of an invented shop, as one delivery carried it. */
export function sighting(facts: SightingFacts = {}): Sighting {
  const { id = "a1", at = 0, title = "Basket latency above 2 s", delivery = "d1", received = 1, source = "am" } = facts;
  const event: ToldEvent = {
    key: `${source}/alertmanager:v1:${id}`,
    formerKeys: (facts.formerIds ?? []).map((former) => `${source}/alertmanager:v1:${former}`),
    kind: "alert",
    action: "firing",
    actor: { type: "automation" },
    names: ["basket"],
    severity: "critical",
    title,
    correlation: [{ type: "episode", value: id }],
    links: [],
    marks: [],
    told: at === null ? null : { at: NINE + at * MINUTE, precision: "s", zoneAssumed: false },
  };
  return {
    event,
    content: contentOf(event),
    ...(facts.sentAt === undefined ? {} : { sentAt: NINE + facts.sentAt * MINUTE }),
    delivery,
    source,
    receivedAt: NINE + received * MINUTE,
  };
}

export function decision(number: number, by = "Ines", incident = "am/alertmanager:v1:a1"): DecisionRecord {
  return {
    incident,
    number,
    batch: number,
    by,
    at: "2026-05-04T10:00:00Z",
    decision: { type: "hide", entry: "e_00000000000000000001", version: number - 1 },
    anchors: ["am/alertmanager:v1:a1"],
  };
}

export function publication(number: number, incident = "am/alertmanager:v1:a1"): PublicationRecord {
  return {
    incident,
    number,
    by: "Ines",
    at: "2026-05-04T12:00:00Z",
    digest: "d".repeat(64),
    revision: 3,
    events: { "am/alertmanager:v1:a1": "c".repeat(64) },
    json: '{"entries":[]}',
    markdown: "# Basket down\n",
    html: "<h1>Basket down</h1>",
  };
}

export function quarantined(delivery: string, code = "unexpected_payload", received = 1): QuarantineRecord {
  return {
    delivery,
    source: "am",
    receivedAt: NINE + received * MINUTE,
    code,
    detail: "alerts: expected an array",
  };
}

export function change(digest: string): Omit<Change, "cursor"> {
  return { type: "draft_changed", incident: "inc_1", revision: 0, digest, at: "2026-05-04T10:00:00Z" };
}
