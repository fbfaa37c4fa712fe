import { loadConfig } from "../../../../src/config/load.ts";
import type { Posting } from "../../../../src/demo/senders/posting.ts";
import type { Draft } from "../../../../src/domain/draft/schema.ts";
import type { EntryKind, MomentName } from "../../../../src/domain/kinds.ts";
import { type Instant, MINUTE, parseInstant, SECOND } from "../../../../src/domain/time.ts";
import { loadSources } from "../../../../src/sources/lib/load.ts";
import { draftFromScratch } from "../../../properties/offline.ts";

/** An invented incident: what was sent, and what a good draft of it says. */
export interface Story {
  readonly name: string;
  readonly services: readonly Record<string, unknown>[];
  readonly sent: readonly Posting[];
  /** In timeline order: clock time, kind, and words of the line. */
  readonly timeline: readonly (readonly [clock: string, kind: EntryKind, says: string])[];
  /** Words that no line of the timeline holds. */
  readonly absent: readonly string[];
  /** Clock time, or null where it has to stay unknown; those not named are not looked at. */
  readonly moments: Partial<Record<MomentName, string | null>>;
  readonly detection: Draft["detection"]["by"];
  readonly candidate?: boolean;
}

const MIDNIGHT: Instant = parseInstant("2027-02-03T00:00:00Z")?.at ?? 0;

/** An instant of the day: `at("14:07")`, `at("14:07:30")`. */
export function at(clock: string): Instant {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return MIDNIGHT + (hours * 60 + minutes) * MINUTE + seconds * SECOND;
}

const KINDS = ["alertmanager", "cloudevents", "github", "gitlab", "grafana", "pagerduty", "slack", "statuspage"];

/** Drafts a story. It MUST make exactly one incident. */
export async function draftStory({ services, sent }: Pick<Story, "services" | "sent">): Promise<Draft> {
  const file = JSON.stringify({ sources: KINDS.map((kind) => ({ name: kind, kind })), services });
  const surroundings = { environment: {}, registry: await loadSources(), read: String, purpose: "draft" } as const;
  const loaded = loadConfig(file, "story.json", surroundings);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const lines = sent.map((posting, n) => ({ id: `d${n + 1}`, ...posting, receivedAt: at("23:00") + n * SECOND }));
  const { incidents, missing } = draftFromScratch(loaded.config, lines);
  const [draft] = incidents;
  if (!draft || incidents.length > 1) throw new Error(`${incidents.length} incidents`);
  if (missing.length > 0) throw new Error(`not usable: ${JSON.stringify(missing)}`);
  return draft;
}
