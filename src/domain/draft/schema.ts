import { type Static, Type } from "typebox";
import { Severity } from "../event.ts";
import { EntryKind, FindingPart, type MOMENTS } from "../kinds.ts";
import { Precision } from "../time.ts";

/** RFC 3339 in UTC, with the digits that its precision vouches for. */
const At = Type.String();
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
/** The number of the last decision that touched it; 0: none. */
const Version = Type.Integer();

/** One event behind an entry. `delivery` is the one with the least (receivedAt, id) that carried the event. */
export const Evidence = Type.Object({
  event: Type.String(),
  delivery: Type.String(),
  source: Type.String(),
  occurredAt: At,
  receivedAt: At,
  quote: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
});
export type Evidence = Static<typeof Evidence>;

/** One occurrence inside a folded entry, with its own time. */
export const Member = Type.Object({ at: At, until: Type.Optional(At), text: Type.String(), event: Type.String() });
export type Member = Static<typeof Member>;

/** A machine value that changed under a person's edit: `basis` is what the person saw, `machine` what it is now, `human` what they wrote. */
export const Conflict = Type.Object({
  field: Type.Enum(["text", "at", "merged", "text_by_two"] as const),
  basis: Type.String(),
  machine: Type.String(),
  human: Type.String(),
});
export type Conflict = Static<typeof Conflict>;

export const LintMark = Type.Object({
  rule: Type.String(),
  span: Type.Tuple([Type.Integer(), Type.Integer()]),
  hint: Type.String(),
});
export type LintMark = Static<typeof LintMark>;

/** A line of the timeline or of the activity log. */
export const Entry = Type.Object({
  id: Type.String(),
  at: At,
  /** When the state that the entry tells of ended. */
  until: Type.Optional(At),
  precision: Precision,
  zoneAssumed: Type.Boolean(),
  /** False where the clocks behind this entry and its neighbour cannot say which came first. */
  orderCertain: Type.Boolean(),
  kind: EntryKind,
  text: Type.String(),
  actor: Type.Optional(Type.String()),
  service: Type.Optional(Type.String()),
  visibility: Type.Enum(["timeline", "log"] as const),
  /** Sorts bytewise into timeline order. */
  order: Type.String(),
  origin: Type.Enum(["machine", "person"] as const),
  pinned: Type.Boolean(),
  notes: Type.Array(Type.Object({ by: Type.String(), at: At, text: Type.String() })),
  version: Version,
  /** Why it is on the timeline or in the log: the name of the rule, a colon, a sentence. */
  reason: Type.String(),
  attach: Type.Object({ reason: Type.String(), rank: Type.Integer({ description: "0 opener, 1-4 as DESIGN §3.1" }) }),
  occurrences: Type.Integer(),
  first: Type.Optional(At),
  last: Type.Optional(At),
  members: Type.Optional(Type.Array(Member)),
  new: Type.Boolean(),
  /** What the machine proposes, where a person decided otherwise: the `basis` of their next decision. */
  machine: Type.Optional(Type.Object({ at: At, precision: Precision, text: Type.String(), kind: EntryKind })),
  edited: Type.Optional(Type.Object({ by: Type.String(), at: At, fields: Type.Array(Type.String()) })),
  conflict: Type.Optional(Type.Array(Conflict)),
  lint: Type.Array(LintMark),
  evidence: Type.Array(Evidence),
  /** Over HTTP, where `evidence` is cut to 20: how many there are. */
  evidenceTotal: Type.Optional(Type.Integer()),
});
export type Entry = Static<typeof Entry>;

export const Moment = Type.Object({
  at: Nullable(At),
  entry: Nullable(Type.String()),
  reason: Type.String(),
  version: Version,
  machine: Type.Optional(Type.Object({ at: Nullable(At), entry: Nullable(Type.String()) })),
});
export type Moment = Static<typeof Moment>;

export const Moments = Type.Object({
  impactStarted: Moment,
  detected: Moment,
  declared: Moment,
  acknowledged: Moment,
  mitigated: Moment,
  resolved: Moment,
  impactEnded: Moment,
} satisfies Record<(typeof MOMENTS)[number], typeof Moment>);
export type Moments = Static<typeof Moments>;

/** Seconds. */
const Seconds = Nullable(Type.Number());

export const Detection = Type.Object({
  by: Nullable(Type.Enum(["automated", "human"] as const)),
  entry: Nullable(Type.String()),
  gaps: Type.Object({ toReport: Seconds, toAction: Seconds }),
});
export type Detection = Static<typeof Detection>;

/** TTD = detected − impactStarted; TTA = acknowledged − detected; TTM = mitigated − impactStarted; TTR = resolved − impactStarted. Null: unknown. */
export const Metrics = Type.Object({ ttd: Seconds, tta: Seconds, ttm: Seconds, ttr: Seconds });
export type Metrics = Static<typeof Metrics>;

export const Finding = Type.Object({
  id: Type.String(),
  part: FindingPart,
  category: Type.String(),
  rule: Type.String(),
  text: Type.String(),
  reason: Type.String(),
  /** Ids of the entries that it rests on. */
  evidence: Type.Array(Type.String()),
  version: Version,
  state: Type.Enum(["candidate", "accepted", "rejected"] as const),
});
export type Finding = Static<typeof Finding>;

export const Action = Type.Object({
  id: Type.String(),
  text: Type.String(),
  owner: Nullable(Type.String()),
  due: Type.Optional(Type.String()),
  answers: Type.Optional(Type.String()),
  version: Version,
  state: Type.Enum(["open", "done"] as const),
  url: Type.Optional(Type.String()),
});
export type Action = Static<typeof Action>;

export const Question = Type.Object({
  id: Type.String(),
  text: Type.String(),
  /** The entry, moment or source that it asks about. */
  about: Nullable(Type.String()),
  version: Version,
  state: Type.Enum(["open", "dismissed", "left_open"] as const),
});
export type Question = Static<typeof Question>;

/** A delivery that could not be used: quarantined, or a capture line that could not be read. */
export const Missing = Type.Object({ delivery: Type.String(), source: Type.String(), code: Type.String() });
export type Missing = Static<typeof Missing>;

export const Coverage = Type.Object({
  source: Type.String(),
  first: Nullable(At),
  last: Nullable(At),
  gaps: Type.Array(Type.Object({ from: At, to: At })),
});
export type Coverage = Static<typeof Coverage>;

export const Suggestion = Type.Object({ event: Type.String(), reason: Type.String() });
export type Suggestion = Static<typeof Suggestion>;

export const IncidentSummary = Type.Object({
  id: Type.String(),
  aliases: Type.Array(Type.String()),
  title: Type.String(),
  status: Type.Enum(["open", "mitigated", "resolved"] as const),
  severity: Nullable(Severity),
  services: Type.Array(Type.String()),
  teams: Type.Array(Type.String()),
  startedAt: At,
  endedAt: Nullable(At),
  /** Made of alerts and low-urgency pages only: nobody declared it yet. */
  candidate: Type.Boolean(),
});
export type IncidentSummary = Static<typeof IncidentSummary>;

/** A draft (DESIGN §5.6): a function of events, decisions and settings. */
export const Draft = Type.Object({
  incident: IncidentSummary,
  /** The greatest occurredAt among the incident's events: the draft's "now". */
  asOf: At,
  /** The number of the incident's last decision; 0: none. */
  revision: Type.Integer(),
  /** SHA-256 of the full draft's canonical JSON without revision, digest and every `new`. */
  digest: Type.String(),
  configDigest: Type.String(),
  review: Nullable(Type.Object({ by: Type.String(), at: At })),
  entries: Type.Array(Entry),
  moments: Moments,
  detection: Detection,
  metrics: Metrics,
  findings: Type.Array(Finding),
  actions: Type.Array(Action),
  questions: Type.Array(Question),
  suggestions: Type.Array(Suggestion),
  /** Decisions whose entry or finding vanished. */
  orphans: Type.Array(Type.Object({ number: Type.Integer(), by: Type.String(), at: At, decision: Type.Unknown() })),
  missing: Type.Array(Missing),
  coverage: Type.Array(Coverage),
});
export type Draft = Static<typeof Draft>;

/** What `annalist draft --format json` prints. */
export const DraftSet = Type.Object({
  incidents: Type.Array(Draft),
  unattached: Type.Object({ events: Type.Integer(), first: Nullable(At), last: Nullable(At) }),
  missing: Type.Array(Missing),
});
export type DraftSet = Static<typeof DraftSet>;
