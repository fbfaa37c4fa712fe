import { describe, expect, it } from "vitest";
import type { Evidence } from "../../../src/domain/draft/schema.ts";
import { footnoteOf, piecesSentence } from "../../../src/web/view/footnotes.ts";
import { entryId, entryOf, fold, machineDraft } from "../../domain/draft/machine-drafts.ts";

const piece = (event: string, delivery: string): Evidence => ({
  event,
  delivery,
  source: "am-eu",
  occurredAt: "2026-03-01T10:00:00Z",
  receivedAt: "2026-03-01T10:00:29Z",
  url: "https://prometheus.example/graph",
});

const noteOf = (evidence: readonly Evidence[], evidenceTotal?: number) => {
  const entry = entryOf(fold(machineDraft({ entries: [{ events: ["am-eu/a"], minute: 0 }] })), entryId("am-eu/a"));
  return footnoteOf({ ...entry, evidence: [...evidence], ...(evidenceTotal === undefined ? {} : { evidenceTotal }) });
};

describe("footnotes", () => {
  it("list pieces that read the same once, with how many they are", () => {
    const { proofs, more } = noteOf([piece("a", "d7"), piece("b", "d7"), piece("c", "d8"), piece("d", "d7")]);
    expect(proofs.map(({ delivery, pieces }) => [delivery, pieces])).toEqual([
      ["d7", 3],
      ["d8", 1],
    ]);
    expect(more).toBe(0);
    expect(proofs.map(piecesSentence)).toEqual([" (3 pieces that read the same)", ""]);
  });

  it("count as left out only what none of their twenty lines stands for", () => {
    const others = Array.from({ length: 21 }, (_, index) => piece(`x${index}`, `d${index}`));
    const { proofs, more } = noteOf([...others, piece("y", "d0")], 30);
    expect(proofs).toHaveLength(20);
    expect(more).toBe(9);
  });

  it("look for what reads the same among the first two hundred only, however long a storm is", () => {
    const { proofs, more } = noteOf(Array.from({ length: 300 }, (_, index) => piece(`x${index}`, "d1")));
    expect(proofs.map(({ pieces }) => pieces)).toEqual([200]);
    expect(more).toBe(100);
  });
});
