import { type Static, Type } from "typebox";
import { Decision } from "../decision.ts";
import { Severity } from "../event.ts";
import { EntryKind, FindingPart, type MOMENTS } from "../kinds.ts";
import { Nullable } from "../nullable.ts";
import { Precision } from "../time.ts";

const At = Type.String({ description: "RFC 3339 in UTC, with the digits that its precision vouches for." });
const Version = Type.Integer({
  description: "The number of the last decision that touched it; 0: none. A decision sends it back.",
});
const AttachRank = Type.Integer({
  description:
    "How sure it is that it belongs here: 0 it opens the incident, 1 it names it, 2 it is about the same thing, 3 about its services meanwhile, 4 in its chat channels meanwhile.",
});

/** One event behind an entry. `delivery` is the one with the least (receivedAt, id) that carried the event. */
export const Evidence = Type.Object({
  event: Type.String(),
  delivery: Type.String({ description: "The first that carried the event: GET /deliveries/{id}." }),
  source: Type.String(),
  occurredAt: At,
  receivedAt: At,
  quote: Type.Optional(Type.String({ description: "What a person or a status post said, as written." })),
  withdrawn: Type.Optional(
    Type.Enum(["edited", "deleted"] as const, {
      description:
        "These words do not stand any more: their message was edited and says something else, or it was deleted. A publication has no `quote` here.",
    }),
  ),
  url: Type.Optional(Type.String()),
});
export type Evidence = Static<typeof Evidence>;

/** One occurrence inside a folded entry, with its own time. */
export const Member = Type.Object({ at: At, until: Type.Optional(At), text: Type.String(), event: Type.String() });
export type Member = Static<typeof Member>;

/** A machine value that changed under a person's edit: `basis` is what the person saw, `machine` what it is now, `human` what they wrote. */
export const Conflict = Type.Object({
  field: Type.Enum(["text", "at", "kind", "merged", "text_by_two"] as const),
  basis: Type.String(),
  machine: Type.String(),
  human: Type.String(),
});
export type Conflict = Static<typeof Conflict>;

/** Words of a line or a note that say more than what happened. A hint: nothing is refused for it. */
export const LintMark = Type.Object({
  rule: Type.String({ description: "Stable, snake_case: blame, counterfactual, how, why." }),
  span: Type.Tuple([Type.Integer(), Type.Integer()], {
    description: "Where in `text`, or in the note: from and to, in UTF-16 code units.",
  }),
  note: Type.Optional(
    Type.Integer({ description: "Of `notes`, the one that it is in, from 0; absent: it is in `text`." }),
  ),
  words: Type.String({ description: "The words marked." }),
  reason: Type.String({ description: "What is the matter with them, a sentence." }),
  hint: Type.String({ description: "What to write instead, a sentence." }),
});
export type LintMark = Static<typeof LintMark>;

/** A line of the timeline or of the activity log. */
export const Entry = Type.Object({
  id: Type.String(),
  at: At,
  until: Type.Optional(Type.String({ description: "RFC 3339 in UTC: when the state that the entry tells of ended." })),
  precision: Precision,
  zoneAssumed: Type.Boolean({ description: "The sender wrote a time without a zone: UTC was taken." }),
  orderCertain: Type.Boolean({
    description: "False where the clocks behind this entry and its neighbour cannot say which came first.",
  }),
  kind: EntryKind,
  text: Type.String(),
  actor: Type.Optional(Type.String()),
  service: Type.Optional(Type.String()),
  visibility: Type.Enum(["timeline", "log"] as const),
  order: Type.String({ description: "Sorts bytewise into timeline order." }),
  origin: Type.Enum(["machine", "person"] as const),
  pinned: Type.Boolean(),
  notes: Type.Array(Type.Object({ by: Type.String(), at: At, text: Type.String() })),
  version: Version,
  reason: Type.String({
    description: "Why it is on the timeline or in the log: the name of the rule, a colon, a sentence.",
  }),
  attach: Type.Object({ reason: Type.String({ description: "Stable, snake_case." }), rank: AttachRank }),
  occurrences: Type.Integer({ description: "How often it happened; more than one are folded into this line." }),
  first: Type.Optional(At),
  last: Type.Optional(At),
  members: Type.Optional(Type.Array(Member)),
  new: Type.Boolean({ description: "Came since the last review or publication." }),
  machine: Type.Optional(
    Type.Object(
      { at: At, precision: Precision, text: Type.String(), kind: EntryKind },
      { description: "What the machine proposes, where a person decided otherwise: the `basis` of the next decision." },
    ),
  ),
  edited: Type.Optional(Type.Object({ by: Type.String(), at: At, fields: Type.Array(Type.String()) })),
  conflict: Type.Optional(Type.Array(Conflict)),
  lint: Type.Array(LintMark, {
    description:
      "Of what stands on the timeline, and of what people wrote: words that tell why or how, what should have been, or that blame.",
  }),
  evidence: Type.Array(Evidence),
  evidenceTotal: Type.Optional(
    Type.Integer({ description: "Where `evidence` is cut to 20: how many there are. The rest: GET …/evidence." }),
  ),
});
export type Entry = Static<typeof Entry>;

/** An instant that names the entry it stands on. A person may set it to an instant alone. */
export const Moment = Type.Object({
  at: Nullable(At),
  entry: Nullable(Type.String()),
  reason: Type.String({ description: "What it rests on: the name of the rule, a colon, a sentence. `set`: a person." }),
  version: Version,
  machine: Type.Optional(
    Type.Object(
      { at: Nullable(At), entry: Nullable(Type.String()) },
      { description: "What the machine proposes, where a person set the moment or moved its entry." },
    ),
  ),
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

const Seconds = Nullable(Type.Number({ description: "Seconds." }));

/** `unclear`: a line of the timeline looks like a report but does not plainly say so, or is of another time. */
const REPORTS = ["plain", "unclear", "none"] as const;

export const Detection = Type.Object({
  by: Nullable(Type.Enum(["automated", "human"] as const)),
  entry: Nullable(Type.String()),
  report: Type.Enum(REPORTS, {
    description:
      "Whether a person reported it: `plain`, a line says so; `unclear`, a line looks like a report but does not plainly say so; `none`, nobody in the record did.",
  }),
  gaps: Type.Object({ toReport: Seconds, toAction: Seconds }),
});
export type Detection = Static<typeof Detection>;

/** TTD = detected − impactStarted; TTA = acknowledged − detected; TTM = mitigated − impactStarted; TTR = resolved − impactStarted. Null: unknown, never 0 for it. */
export const Metrics = Type.Object({ ttd: Seconds, tta: Seconds, ttm: Seconds, ttr: Seconds });
export type Metrics = Static<typeof Metrics>;

export const Finding = Type.Object({
  id: Type.String(),
  part: FindingPart,
  category: Type.String(),
  rule: Type.String(),
  text: Type.String(),
  reason: Type.String(),
  evidence: Type.Array(Type.String(), { description: "Ids of the entries that it rests on." }),
  version: Version,
  state: Type.Enum(["candidate", "accepted", "rejected"] as const),
});
export type Finding = Static<typeof Finding>;

/** The machine's text or owner of an action item changed under a person's: as in {@link Conflict}; null: nobody. */
export const ActionConflict = Type.Object({
  field: Type.Enum(["text", "owner"] as const),
  basis: Nullable(Type.String()),
  machine: Nullable(Type.String()),
  human: Nullable(Type.String()),
});
export type ActionConflict = Static<typeof ActionConflict>;

/** An improvement that somebody should make. */
export const Action = Type.Object({
  id: Type.String(),
  text: Type.String(),
  owner: Nullable(Type.String({ description: "Who does it; null: nobody." })),
  due: Type.Optional(Type.String({ description: "A day: 2026-03-14." })),
  answers: Type.Optional(Type.String({ description: "The id of the finding that it answers." })),
  version: Version,
  state: Type.Enum(["open", "done"] as const),
  url: Type.Optional(Type.String()),
  machine: Type.Optional(
    Type.Object(
      { text: Type.String(), owner: Nullable(Type.String()) },
      { description: "What the machine proposes, where a person decided otherwise: the `basis` of the next decision." },
    ),
  ),
  edited: Type.Optional(Type.Object({ by: Type.String(), at: At, fields: Type.Array(Type.String()) })),
  conflict: Type.Optional(Type.Array(ActionConflict)),
});
export type Action = Static<typeof Action>;

export const Question = Type.Object({
  id: Type.String(),
  text: Type.String(),
  about: Nullable(Type.String({ description: "The entry's id, moment or source that it asks about." })),
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
  candidate: Type.Boolean({
    description: "Made of alerts and low-urgency pages only: nobody declared it or plainly took it on yet.",
  }),
});
export type IncidentSummary = Static<typeof IncidentSummary>;

/** A draft (DESIGN §5.6): a function of events, decisions and settings. */
export const Draft = Type.Object({
  incident: IncidentSummary,
  asOf: Type.String({ description: "RFC 3339 in UTC: the last that happened among its events; the draft's now." }),
  revision: Type.Integer({ description: "The number of the incident's last decision; 0: none." }),
  digest: Type.String({
    description: "SHA-256 of the full draft's canonical JSON without `revision`, `digest` and every `new`.",
  }),
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
  orphans: Type.Array(Type.Object({ number: Type.Integer(), by: Type.String(), at: At, decision: Decision }), {
    description: "Decisions whose entry, finding or action item vanished: on it, or that set a key moment to it.",
  }),
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
