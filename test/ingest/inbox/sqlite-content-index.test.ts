import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ContentIndex } from "../../../src/ingest/inbox/sqlite-content-index.ts";
import { openInboxFile } from "../../../src/ingest/inbox/sqlite-inbox-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "annalist-index-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const identityOf = (content: number) => createHash("sha256").update(String(content)).digest("latin1");
const SPILL_AT = 5;
const CONTENTS = 30;

/** One transaction: contents that come, or one that is forgotten; whether it is committed, and whether the file is opened anew after it. */
const step = fc.record({
  come: fc.array(fc.nat(CONTENTS - 1), { minLength: 1, maxLength: 4 }),
  forgets: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  isCommitted: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  isReopened: fc.boolean(),
});

/** An index beside what it should know, by content. */
class Tried {
  readonly #path: string;
  #database: ReturnType<typeof openInboxFile>;
  #index: ContentIndex;
  #known: ReadonlyMap<number, number> = new Map();
  #last = 0;

  constructor(path: string) {
    this.#path = path;
    this.#database = openInboxFile(path);
    this.#index = new ContentIndex(this.#database, SPILL_AT);
  }

  run({ come, forgets, isCommitted }: { come: readonly number[]; forgets: boolean; isCommitted: boolean }): void {
    const [known, before] = [new Map(this.#known), this.#last];
    this.#database.exec("BEGIN IMMEDIATE");
    this.#index.spill(this.#last);
    for (const content of forgets ? come.slice(0, 1) : come) {
      if (forgets) this.#forget(content, known);
      else this.#keep(content, known);
    }
    this.#database.exec(isCommitted ? "COMMIT" : "ROLLBACK");
    if (isCommitted) {
      this.#index.committed();
      this.#known = known;
    } else {
      this.#index.rolledBack();
      this.#last = before;
    }
  }

  reopen(): void {
    this.#database.close();
    this.#database = openInboxFile(this.#path);
    this.#index = new ContentIndex(this.#database, SPILL_AT);
  }

  check(): void {
    for (let content = 0; content < CONTENTS; content += 1) {
      expect(this.#index.find(identityOf(content))).toBe(this.#known.get(content));
    }
  }

  /** How many identities the table has. */
  close(): number {
    const row = this.#database.prepare("SELECT count(*) AS n FROM identities").get();
    this.#database.close();
    return Number(row?.["n"]);
  }

  #keep(content: number, known: Map<number, number>): void {
    const identity = identityOf(content);
    expect(this.#index.find(identity)).toBe(known.get(content));
    if (known.has(content)) return;
    this.#last += 1;
    this.#database
      .prepare("INSERT INTO receipts (sequence, source, received, decoded, identity) VALUES (?, 'harbour', 1, 1, ?)")
      .run(this.#last, Buffer.from(identity, "latin1"));
    this.#index.note(identity, this.#last);
    known.set(content, this.#last);
  }

  #forget(content: number, known: Map<number, number>): void {
    const place = known.get(content);
    // The last place of an inbox is never deleted.
    if (place === undefined || place === this.#last) return;
    this.#index.forget(Buffer.from(identityOf(content), "latin1"));
    this.#database.prepare("DELETE FROM receipts WHERE sequence = ?").run(place);
    known.delete(content);
  }
}

it("finds what was committed and not forgotten, and nothing else, over spills, failures and restarts", () => {
  const spilled: number[] = [];
  fc.assert(
    fc.property(fc.array(step, { minLength: 15, maxLength: 30 }), (steps) => {
      const tried = new Tried(join(folder, `${spilled.length}.db`));
      for (const one of steps) {
        tried.run(one);
        if (one.isReopened) tried.reopen();
        tried.check();
      }
      spilled.push(tried.close());
    }),
    { numRuns: 30, endOnFailure: true },
  );
  expect(spilled.filter((identities) => identities > 0).length).toBeGreaterThan(20);
});
