import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { DraftSet, Entry } from "../../src/domain/draft/schema.ts";
import { captures, type Line, render, renditions } from "./captures.ts";
import { decodeLine } from "./offline.ts";
import { inFolder, type Online, openOnline } from "./online.ts";
import { PATIENCE, runs } from "./runs.ts";
import { openShop } from "./shop.ts";

const shop = await openShop();
vi.setConfig({ testTimeout: PATIENCE });

test("whatever is accepted stands in one entry of one incident, or unattached, or in quarantine, or is counted as ignored", async () => {
  await fc.assert(
    fc.asyncProperty(captures, renditions, async (lines, rendition) => {
      await inFolder(async (folder) => {
        const online = openOnline(shop, folder, "sqlite");
        try {
          const accepted = new Map<string, Line>();
          for (const line of render(lines, rendition)) {
            const receipt = await online.deliver(line);
            if (receipt.is !== "accepted" && receipt.is !== "duplicate") throw new Error(`refused: ${receipt.is}`);
            expect(receipt.delivery).toBe(line.id);
            accepted.set(line.id, line);
          }
          await expectKept(online, [...accepted.values()]);
          await expectTold(online, [...accepted.values()]);
        } finally {
          await online.close();
        }
      });
    }),
    runs(15),
  );
});

/** Every delivery can be read byte for byte, and each of its parts is an event in the store, in quarantine or counted. */
async function expectKept({ inbox, store }: Online, accepted: readonly Line[]): Promise<void> {
  const quarantine = await store.listQuarantine();
  const ignored: Record<string, number> = {};
  let rejections = 0;
  for (const line of accepted) {
    expect(Buffer.from(inbox.read(line.id)?.body ?? []).toString()).toBe(line.body);
    const said = decodeLine(shop, line);
    const stored = await store.readSightingsOf(line.id);
    expect(stored.map(keyAndContent).sort()).toEqual([...new Set(said.sightings.map(keyAndContent))].sort());
    const held = quarantine
      .filter(({ delivery }) => delivery === line.id)
      .map(({ code, detail }) => ({ code, detail }));
    for (const rejection of said.rejections) expect(held).toContainEqual(rejection);
    expect(held.length).toBe(new Set(said.rejections.map(({ code, detail }) => `${code} ${detail}`)).size);
    rejections += held.length;
    for (const type of said.ignored) ignored[`${line.source} ${type}`] = (ignored[`${line.source} ${type}`] ?? 0) + 1;
    const isEmptyBatch = line.body === "[]";
    expect(stored.length + held.length + said.ignored.length > 0).toBe(!isEmptyBatch);
  }
  expect(quarantine.length).toBe(rejections);
  const counted = (await store.countSources()).flatMap(({ source, ignored: types }) =>
    Object.entries(types).map(([type, count]) => [`${source} ${type}`, count]),
  );
  expect(Object.fromEntries(counted)).toEqual(ignored);
  expect(inbox.backlog()).toBe(0);
}

const keyAndContent = ({ event, content }: { readonly event: { readonly key: string }; readonly content: string }) =>
  `${event.key} ${content}`;

/** Every event is evidence of exactly one entry, or told as unattached; each delivery that could not be used stands in `missing`. */
async function expectTold({ store, views }: Online, accepted: readonly Line[]): Promise<void> {
  const set = await views.draftSet();
  const all = (await store.readEvents()).map(({ event }) => event.key);
  const told = set.incidents.flatMap(({ entries }) => entries.flatMap(eventsTold));
  expect(told.length).toBe(new Set(told).size);
  const lines = await views.listEvents({ choose: () => true }, Number.POSITIVE_INFINITY);
  const unattached = lines.filter(({ incident }) => incident === null).map(({ key }) => key);
  expect([...told, ...unattached].sort()).toEqual([...all].sort());
  expect(set.unattached.events).toBe(unattached.length);
  expectWithinBounds(set, new Set(unattached));
  const carriers = new Set(accepted.map(({ id }) => id));
  for (const { evidence } of set.incidents.flatMap(({ entries }) => entries))
    for (const { delivery } of evidence) expect(carriers).toContain(delivery);
  const missing = new Set(set.missing.map(({ source, code }) => `${source} ${code}`));
  for (const line of accepted)
    for (const { code } of decodeLine(shop, line).rejections) expect(missing).toContain(`${line.source} ${code}`);
}

function eventsTold({ evidence, members = [], occurrences }: Entry): string[] {
  const keys = evidence.map(({ event }) => event);
  for (const { event } of members) expect(keys).toContain(event);
  expect(occurrences).toBeLessThanOrEqual(keys.length);
  return keys;
}

/** What is suggested was not attached; a draft tells of its findings' and moments' entries only. */
function expectWithinBounds({ incidents }: DraftSet, unattached: ReadonlySet<string>): void {
  for (const { suggestions, entries, findings, moments } of incidents) {
    for (const { event } of suggestions) expect(unattached).toContain(event);
    const ids = new Set(entries.map(({ id }) => id));
    expect(ids.size).toBe(entries.length);
    for (const { evidence } of findings) for (const id of evidence) expect(ids).toContain(id);
    for (const { entry } of Object.values(moments)) if (entry !== null) expect(ids).toContain(entry);
  }
}
