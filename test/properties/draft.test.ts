import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { draft } from "../../src/cli/draft.ts";
import { canonicalJson } from "../../src/domain/canonical.ts";
import type { DraftSet } from "../../src/domain/draft/schema.ts";
import type { Views } from "../../src/views/views.ts";
import { captures, captureText, type Line, render, renditions } from "./captures.ts";
import { draftFromScratch } from "./offline.ts";
import { inFolder, openOnline } from "./online.ts";
import { PATIENCE, runs } from "./runs.ts";
import { openShop, SHOP_FILE } from "./shop.ts";

const shop = await openShop();
vi.setConfig({ testTimeout: PATIENCE });

test("captures are of all kinds, and most open an incident", () => {
  const sample = fc.sample(captures, { numRuns: 60, seed: 7 });
  const kinds = new Set(sample.flat().map(({ source }) => source));
  expect([...kinds].sort()).toEqual(shop.sources.map(({ name }) => name).sort());
  const sets = sample.map((lines) => draftFromScratch(shop, lines));
  expect(sets.filter(({ incidents }) => incidents.length > 0).length).toBeGreaterThan(30);
  expect(sets.filter(({ incidents }) => incidents.length > 1).length).toBeGreaterThan(10);
  expect(sets.filter(({ missing }) => missing.length > 0).length).toBeGreaterThan(5);
});

test("any order and repetition of deliveries gives the same draft, offline", () => {
  fc.assert(
    fc.property(captures, renditions, (lines, rendition) => {
      expectSame(draftFromScratch(shop, render(lines, rendition)), lines);
    }),
    runs(60),
  );
});

test("the command prints the same bytes for any order and repetition of lines", async () => {
  await inFolder(async (folder) => {
    const config = join(folder, "shop.json");
    writeFileSync(config, SHOP_FILE);
    await fc.assert(
      fc.asyncProperty(captures, renditions, async (lines, rendition) => {
        const printed = await print(config, lines);
        expect(canonicalJson(JSON.parse(printed))).toBe(canonicalJson(draftFromScratch(shop, lines)));
        expect(await print(config, render(lines, rendition))).toBe(printed);
      }),
      runs(20),
    );
  });
});

/** What `annalist draft` prints of a capture. */
async function print(config: string, lines: readonly Line[]): Promise<string> {
  let printed = "";
  const write = async (text: string) => {
    printed += text;
  };
  await draft(
    ["-"],
    { config, format: "json" },
    {
      ...{ environment: {}, process, write, now: () => 0, untilStopped: () => new Promise(() => {}) },
      stdin: stream(captureText(lines)),
      note: () => {},
    },
  );
  return printed;
}

async function* stream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test.for(["sqlite", "memory"] as const)(
  "deliveries one at a time through inbox and %s store give the draft that all at once give, at every point",
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(captures, renditions, fc.nat(), async (lines, rendition, looked) => {
        await inFolder(async (folder) => {
          const deliveries = render(lines, rendition);
          const online = openOnline(shop, folder, kind);
          try {
            for (const [n, line] of deliveries.entries()) {
              await online.deliver(line);
              if ((looked >> (n % 30)) % 2 === 1) expectSame(await online.views.draftSet(), deliveries.slice(0, n + 1));
            }
            expectSame(await online.views.draftSet(), lines);
            await expectServed(online.views, lines);
          } finally {
            await online.close();
          }
          if (kind === "memory") return;
          const reopened = openOnline(shop, folder, kind);
          try {
            expectSame(await reopened.views.draftSet(), lines);
          } finally {
            await reopened.close();
          }
        });
      }),
      runs(12),
    );
  },
);

function expectSame(set: DraftSet, lines: readonly Line[]): void {
  const expected = draftFromScratch(shop, lines);
  expect(set).toEqual(expected);
  expect(canonicalJson(set)).toBe(canonicalJson(expected));
}

/** The incidents one by one, by every name that they have. */
async function expectServed(views: Views, lines: readonly Line[]): Promise<void> {
  const { incidents } = draftFromScratch(shop, lines);
  expect((await views.listIncidents()).length).toBe(incidents.length);
  for (const expected of incidents) {
    const { id, aliases } = expected.incident;
    const sought = await views.seek(id);
    expect(sought.is).toBe("found");
    if (sought.is === "found") expect(canonicalJson(sought.drafted.draft)).toBe(canonicalJson(expected));
    for (const alias of aliases) expect(await views.seek(alias)).toEqual({ is: "moved", id });
  }
}
