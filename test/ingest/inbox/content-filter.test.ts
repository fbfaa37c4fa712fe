import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ContentFilter } from "../../../src/ingest/inbox/content-filter.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest();
const hashes = (name: string, count: number) => Array.from({ length: count }, (_, n) => hashOf(`${name} ${n}`));

describe("the filter of contents", () => {
  it("has all that was added, one by one or as heads in a row, and next to nothing else", () => {
    const filter = new ContentFilter();
    const [single, inRow, strange] = [hashes("bell", 5_000), hashes("horn", 5_000), hashes("drum", 10_000)];
    for (const hash of single) filter.add(hash);
    filter.add(Buffer.concat(inRow.map((hash) => hash.subarray(0, ContentFilter.LOOKED_AT))), ContentFilter.LOOKED_AT);
    const mayHave = (hash: Buffer) => filter.mayHave(hash.toString("latin1"));
    expect([...single, ...inRow].every(mayHave)).toBe(true);
    expect(strange.filter(mayHave).length).toBeLessThan(5);
  });
});
