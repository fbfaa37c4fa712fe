import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openMarks } from "../../src/backfill/marks.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "annalist-marks-"));
  file = join(folder, "backfill-pagers.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("remembers what was fetched, in which version, over a restart", () => {
  const marks = openMarks(file);
  marks.keep({ name: "Q1", version: "one" });
  marks.keep({ name: "Q1", version: "two" });
  marks.keep({ name: "Q2", version: "" });
  for (const each of [marks, openMarks(file)]) {
    expect(each.has({ name: "Q1", version: "two" })).toBe(true);
    expect(each.has({ name: "Q1", version: "one" })).toBe(false);
    expect(each.has({ name: "Q3", version: "one" })).toBe(false);
    // Without a version nobody knows whether there is more to tell.
    expect(each.has({ name: "Q2", version: "" })).toBe(false);
  }
  expect(readFileSync(file, "utf8")).toBe('["Q1","two"]\n["Q2",""]\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("forgets the line that a crash cut off, and no other", () => {
  openMarks(file).keep({ name: "Q1", version: "one" });
  appendFileSync(file, '["Q2","o');
  const marks = openMarks(file);
  expect(marks.has({ name: "Q1", version: "one" })).toBe(true);
  marks.keep({ name: "Q3", version: "one" });
  expect(openMarks(file).has({ name: "Q3", version: "one" })).toBe(true);
});
