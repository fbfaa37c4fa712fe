import { type Static, Type } from "typebox";
import { EntryKind, MOMENTS } from "./kinds.ts";
import { Nullable } from "./nullable.ts";
import { Precision } from "./time.ts";
import { VISIBLE_LINE } from "./visible-line.ts";

const EntryId = Type.String({ pattern: "^e_[0-9a-f]{20}$", description: "An entry id as a draft served it." });
const FindingId = Type.String({ pattern: "^f_[0-9a-f]{20}$" });
const ActionId = Type.String({ pattern: "^a_[0-9a-f]{20}$", description: "An action item's id as a draft served it." });
const Version = Type.Integer({
  minimum: 0,
  description:
    "The `version` of the entry, key moment, finding or action item that the person saw; 0 where nobody decided on it yet.",
});
const At = Type.String({ description: "RFC 3339 with a zone." });
const Line = Type.String({
  maxLength: 500,
  pattern: VISIBLE_LINE,
  description: "One line of text, on which a reader sees something.",
});
/** As long as no drafted text is: what a person saw is kept with what they decided. */
const LONGEST_BASIS = 2_000;
const Basis = Type.String({
  maxLength: LONGEST_BASIS,
  description:
    "The machine's text that the person saw: the entry's `machine.text`, or its `text` where that is absent.",
});
const strict = { additionalProperties: false } as const;

const Hide = Type.Object({ type: Type.Literal("hide"), entry: EntryId, version: Version }, strict);
const Show = Type.Object({ type: Type.Literal("show"), entry: EntryId, version: Version }, strict);
const Pin = Type.Object({ type: Type.Literal("pin"), entry: EntryId, version: Version }, strict);
const Reword = Type.Object(
  { type: Type.Literal("reword"), entry: EntryId, version: Version, basis: Basis, text: Line },
  strict,
);
const Retime = Type.Object(
  {
    type: Type.Literal("retime"),
    entry: EntryId,
    version: Version,
    basis: Type.Object(
      { at: At, precision: Precision },
      {
        ...strict,
        description:
          "The machine's time that the person saw: of the entry's `machine`, or the entry's where that is absent.",
      },
    ),
    at: At,
    precision: Precision,
  },
  strict,
);
const Rekind = Type.Object(
  {
    type: Type.Literal("rekind"),
    entry: EntryId,
    version: Version,
    basis: Type.Enum(EntryKind.enum, {
      description:
        "The machine's kind that the person saw: the entry's `machine.kind`, or its `kind` where that is absent.",
    }),
    kind: EntryKind,
  },
  { ...strict, description: "Another kind for an entry: its line stays, and stays where it is." },
);
const Annotate = Type.Object(
  { type: Type.Literal("annotate"), entry: EntryId, version: Version, text: Line },
  { ...strict, description: "A note beside a line. It joins those that are there." },
);
const Add = Type.Object(
  {
    type: Type.Literal("add"),
    at: At,
    precision: Precision,
    kind: EntryKind,
    text: Line,
    evidence: Type.Optional(
      Type.Array(Type.String(), {
        maxItems: 50,
        description: "Keys of events that the line rests on; they must belong to the incident.",
      }),
    ),
  },
  strict,
);
const SetMoment = Type.Object(
  {
    type: Type.Literal("moment"),
    name: Type.Enum(MOMENTS, { description: "Which, as `moments` of the draft names it." }),
    version: Version,
    entry: Nullable(EntryId),
    at: Type.Optional(At),
  },
  {
    ...strict,
    description:
      "When a key moment was: that of an entry, wherever people move it, or another time `at` on it; with `entry` null the time `at` alone, or, without `at`, not in the record.",
  },
);
const Judge = Type.Object(
  {
    type: Type.Literal("judge"),
    finding: FindingId,
    version: Version,
    verdict: Type.Enum(["accepted", "rejected"] as const),
    text: Type.Optional(Line),
    category: Type.Optional(Type.String({ maxLength: 100 })),
  },
  strict,
);
const Owner = Type.String({
  maxLength: 100,
  pattern: VISIBLE_LINE,
  description: "Who does it, by name.",
});
const Due = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$", description: "A day: 2026-03-14." });
const ActionState = Type.Enum(["open", "done"] as const);
const AddAction = Type.Object(
  {
    type: Type.Literal("action"),
    text: Line,
    owner: Type.Optional(Owner),
    due: Type.Optional(Due),
    answers: Type.Optional(FindingId),
    state: Type.Optional(ActionState),
  },
  { ...strict, description: "A new action item, from a person." },
);
const ChangeAction = Type.Object(
  {
    type: Type.Literal("action"),
    id: ActionId,
    version: Version,
    basis: Type.Optional(
      Type.Object(
        {
          text: Type.String({ maxLength: LONGEST_BASIS }),
          owner: Nullable(Type.String({ maxLength: LONGEST_BASIS })),
        },
        {
          ...strict,
          description:
            "The machine's text and owner that the person saw: of the item's `machine`, or the item's where that is absent. Needed with `text` and `owner`, unless a person added the item.",
        },
      ),
    ),
    text: Type.Optional(Line),
    owner: Type.Optional(Nullable(Owner)),
    due: Type.Optional(Nullable(Due)),
    answers: Type.Optional(Nullable(FindingId)),
    state: Type.Optional(ActionState),
  },
  {
    ...strict,
    description: "An action item in other words, or somebody else's. What is left out stays; null takes away.",
  },
);
const Review = Type.Object(
  {
    type: Type.Literal("review"),
    digest: Type.String({
      maxLength: 100,
      description: "I have looked at the draft with this digest: what comes later is `new`.",
    }),
  },
  strict,
);
const Undo = Type.Object(
  {
    type: Type.Literal("undo"),
    decision: Type.Integer({
      minimum: 1,
      description: "The number of the decision to take back, with its batch; of an undo: to bring back.",
    }),
  },
  strict,
);

/** What a person does to a draft (DESIGN §5.7): one schema for the API, the store and the log. */
export const Decision = Type.Union([
  Hide,
  Show,
  Pin,
  Reword,
  Retime,
  Rekind,
  Annotate,
  Add,
  SetMoment,
  Judge,
  AddAction,
  ChangeAction,
  Review,
  Undo,
]);
export type Decision = Static<typeof Decision>;
export type DecisionType = Decision["type"];

/** A decision as the log holds it: append-only, numbered per incident from 1. */
export const DecisionRecord = Type.Object({
  /** The key of the pinned opener: it names the incident for ever, whatever joins it. */
  incident: Type.String(),
  number: Type.Integer({ minimum: 1 }),
  /** Decisions of one request share it: they were all taken or none, and one `undo` takes them all back. */
  batch: Type.Integer({ minimum: 1, description: "The number of the first decision of the batch." }),
  by: Type.String(),
  at: Type.String({ description: "RFC 3339, UTC: when the server recorded it." }),
  decision: Decision,
  /** For a decision on an entry: the event key of its anchor (a person's entry: its id), first; then anchors of decided entries folded into it. For a key moment that is set to an entry: that one's anchor. For a verdict: the subject's event key. For an action item: what set it (a person's item: its id), then the subject of the finding that it answers. */
  anchors: Type.Array(Type.String()),
  /** On the first of a batch: hashes of the request's `Idempotency-Key` (with its caller) and body, so that sending it again is recognised. */
  request: Type.Optional(Type.Object({ key: Type.String(), body: Type.String() })),
  /** For a review: the event keys seen, each with the content hash of the variant in force. */
  seen: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type DecisionRecord = Static<typeof DecisionRecord>;
