import fc from "fast-check";

/** What a person does at some moment, said without knowing the draft that they will meet: numbers choose among what is there. */
export interface Move {
  /** After so many deliveries (modulo their number and one). */
  readonly after: number;
  readonly type:
    | "hide"
    | "show"
    | "pin"
    | "reword"
    | "retime"
    | "rekind"
    | "moment"
    | "annotate"
    | "add"
    | "judge"
    | "item"
    | "owner"
    | "close"
    | "review"
    | "undo"
    | "both";
  readonly incident: number;
  readonly target: number;
  /** Decides on the draft as it was served some time ago, as from a page that stayed open. */
  readonly fromOldPage: boolean;
}

export const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    after: fc.nat(99),
    type: fc.constantFrom(
      ...([
        "hide",
        "show",
        "pin",
        "reword",
        "retime",
        "rekind",
        "moment",
        "annotate",
        "add",
        "judge",
        "item",
        "owner",
        "close",
      ] as const),
      ...(["review", "undo", "both"] as const),
    ),
    incident: fc.nat(99),
    target: fc.nat(99),
    fromOldPage: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
