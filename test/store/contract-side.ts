import { expect, it } from "vitest";
import type { Change } from "../../src/store/store.ts";
import type { Bench } from "./contract.ts";
import { change, NINE, quarantined, sighting } from "./samples.ts";

export function describeSidePromises(bench: Bench): void {
  it("keeps a quarantined part once per (delivery, code, detail), until it is released", async () => {
    const store = await bench.open();
    const twoOfD2 = [{ ...quarantined("d2", "too_deep"), content: "h" }, quarantined("d2")];
    await store.quarantine([...twoOfD2, quarantined("d1", "too_deep", 0), quarantined("d2")]);
    await store.quarantine([quarantined("d1", "too_deep", 0)]);
    expect(await store.listQuarantine()).toEqual([quarantined("d1", "too_deep", 0), ...twoOfD2]);
    await store.release("d2");
    await store.release("d2");
    expect(await store.listQuarantine()).toEqual([quarantined("d1", "too_deep", 0)]);
  });

  it("keeps where in Kafka a quarantined part lies, as it was told first", async () => {
    const store = await bench.open();
    const place = { topic: "bells.night", partition: 3, offset: "9007199254740993" };
    await store.quarantine([{ ...quarantined("d1"), place }, quarantined("d2")]);
    await store.quarantine([
      { ...quarantined("d1"), place: { ...place, offset: "7" } },
      { ...quarantined("d2"), place },
    ]);
    expect(await store.listQuarantine()).toEqual([{ ...quarantined("d1"), place }, quarantined("d2")]);
  });

  it("lists a refused record of Kafka once, also where an earlier version wrote its place into the detail", async () => {
    const store = await bench.open();
    const place = { topic: "bells.night", partition: 3, offset: "9007199254740993" };
    const refused = { ...quarantined("kafka:bells.night/3/9007199254740993", "wrong_signature"), detail: "No." };
    const told = (detail: string) => ({ ...refused, detail });
    const elsewhere = told("No. The record is in topic bells.night, partition 3, at offset 7.");
    await store.quarantine([
      told("No. The record is in topic bells.night, partition 3, at offset 9007199254740993."),
      elsewhere,
    ]);
    await store.quarantine([{ ...refused, receivedAt: refused.receivedAt + 1, place }]);
    expect(await store.listQuarantine()).toEqual([{ ...refused, place }, elsewhere]);
    await store.release(refused.delivery, [refused]);
    expect(await store.listQuarantine()).toEqual([{ ...refused, receivedAt: refused.receivedAt + 1, place }]);
  });

  it("releases what was quarantined of a delivery except what still holds", async () => {
    const store = await bench.open();
    const [kept, gone] = [quarantined("d2", 'it\'s "odd"'), quarantined("d2", "too_deep")];
    await store.quarantine([kept, gone, quarantined("d1")]);
    await store.release("d2", [kept, { code: "never_was", detail: "" }]);
    expect(await store.listQuarantine()).toEqual([quarantined("d1"), kept]);
    await store.release("d2", []);
    expect(await store.listQuarantine()).toEqual([quarantined("d1")]);
  });

  it("keeps the first answer to an idempotency key, per scope", async () => {
    const store = await bench.open();
    expect(await store.readAnswer("s", "k")).toBeNull();
    await store.keepAnswer("s", "k", { bodyHash: "h1", answer: "first" });
    await store.keepAnswer("s", "k", { bodyHash: "h2", answer: "second" });
    await store.keepAnswer("s2", "k", { bodyHash: "h3", answer: "other scope" });
    expect(await store.readAnswer("s", "k")).toEqual({ bodyHash: "h1", answer: "first" });
    expect(await store.readAnswer("s2", "k")).toEqual({ bodyHash: "h3", answer: "other scope" });
  });

  it("lets each number be claimed once, whoever asks, and tells the greatest", async () => {
    const store = await bench.open();
    expect(await store.lastClaim("lease")).toBeNull();
    expect(await store.claim("lease", { number: 1, value: "ann" })).toBe(true);
    expect(await store.claim("lease", { number: 1, value: "ben" })).toBe(false);
    expect(await store.claim("mark", { number: 7, value: "x" })).toBe(true);
    expect(await store.lastClaim("lease")).toEqual({ number: 1, value: "ann" });
    const rivals = await Promise.all(
      Array.from({ length: 12 }, (_, n) => store.claim("lease", { number: 2, value: `rival ${n}` })),
    );
    expect(rivals.filter((won) => won)).toHaveLength(1);
    expect(await store.lastClaim("lease")).toEqual({ number: 2, value: `rival ${rivals.indexOf(true)}` });
    expect(await store.claim("lease", { number: 10, value: "far" })).toBe(true);
    expect(await store.lastClaim("lease")).toEqual({ number: 10, value: "far" });
    expect(await store.lastClaim("mark")).toEqual({ number: 7, value: "x" });
  });

  it("pages through changes without a gap or a repeat while others append", async () => {
    const store = await bench.open();
    for (let n = 0; n < 5; n += 1) await store.appendChange(change(`before${n}`));
    const seen: Change[] = [];
    for (let round = 0; round < 12; round += 1) {
      const page = await store.listChanges(seen.at(-1)?.cursor ?? 0, 2);
      expect(page.length).toBeLessThanOrEqual(2);
      seen.push(...page);
      if (round < 6) await store.appendChange(change(`while${round}`));
    }
    const expected = [..."01234"].map((n) => `before${n}`).concat([..."012345"].map((n) => `while${n}`));
    expect(seen.map(({ digest }) => digest)).toEqual(expected);
    expect(seen.every(({ cursor }, index) => index === 0 || cursor > (seen[index - 1]?.cursor ?? 0))).toBe(true);
  });

  it("gives the appended change with its cursor", async () => {
    const store = await bench.open();
    const appended = await store.appendChange(change("x"));
    expect(appended).toEqual({ ...change("x"), cursor: appended.cursor });
    expect(await store.listChanges(0, 10)).toEqual([appended]);
    expect(await store.listChanges(appended.cursor, 10)).toEqual([]);
  });

  it("counts what came from each source", async () => {
    const store = await bench.open();
    await store.appendSightings([
      sighting({ delivery: "d1", received: 5 }),
      sighting({ delivery: "d1", id: "a2" }),
      sighting({ delivery: "d2", received: 3 }),
      sighting({ delivery: "d2", received: 3 }),
      sighting({ delivery: "d3", source: "grafana", received: 1, title: "one" }),
      sighting({ delivery: "d3", source: "grafana", received: 1, title: "two" }),
    ]);
    await store.countIgnored([
      { delivery: "i1", source: "am", receivedAt: NINE, types: ["ping", "ping", "__proto__"] },
      { delivery: "i2", source: "slack", receivedAt: NINE + 1, types: ["typing"] },
    ]);
    await store.countIgnored([]);
    expect(await store.countSources()).toEqual([
      {
        source: "am",
        deliveries: 2,
        events: 2,
        ignored: Object.fromEntries([
          ["ping", 2],
          ["__proto__", 1],
        ]),
        lastReceivedAt: NINE + 300_000_000,
      },
      { source: "grafana", deliveries: 1, events: 1, ignored: {}, lastReceivedAt: NINE + 60_000_000 },
      { source: "slack", deliveries: 0, events: 0, ignored: { typing: 1 }, lastReceivedAt: NINE + 1 },
    ]);
  });

  it("tells when a source was last heard from, whatever came", async () => {
    const store = await bench.open();
    const last = async () =>
      (await store.countSources()).map(({ source, deliveries, lastReceivedAt }) => [
        source,
        deliveries,
        lastReceivedAt,
      ]);
    await store.countIgnored([
      { delivery: "i1", source: "am", receivedAt: NINE + 7, types: [] },
      { delivery: "i2", source: "am", receivedAt: NINE + 3, types: ["ping"] },
    ]);
    expect(await last()).toEqual([["am", 0, NINE + 7]]);
    await store.appendSightings([sighting({ delivery: "d1", received: 5 })]);
    expect(await last()).toEqual([["am", 1, NINE + 300_000_000]]);
    await store.countIgnored([{ delivery: "i3", source: "am", receivedAt: NINE + 300_000_001, types: [] }]);
    expect(await last()).toEqual([["am", 1, NINE + 300_000_001]]);
    await store.countIgnored([{ delivery: "i4", source: "am", receivedAt: NINE, types: [] }]);
    expect(await last()).toEqual([["am", 1, NINE + 300_000_001]]);
  });

  it("counts what a delivery carried of no interest once, however often it is told", async () => {
    const store = await bench.open();
    const [first, second, third] = ["i1", "i2", "i3"].map((delivery) => ({
      ...{ delivery, source: "am", receivedAt: NINE, types: ["ping"] },
    }));
    if (!first || !second || !third) throw new Error("there are three");
    await store.countIgnored([first, second]);
    await Promise.all([store.countIgnored([first, second]), store.countIgnored([second, third])]);
    expect(await store.countSources()).toMatchObject([{ source: "am", ignored: { ping: 3 } }]);
  });

  it("tells so many types of no interest apart, and counts the others together", async () => {
    const store = await bench.open();
    const types = Array.from({ length: 150 }, (_, index) => `type-${index}`);
    await store.countIgnored([
      { delivery: "i1", source: "am", receivedAt: NINE, types: [...types, "type-0", "type-149"] },
    ]);
    const ignored = (await store.countSources())[0]?.ignored ?? {};
    expect(Object.keys(ignored)).toHaveLength(101);
    expect(ignored).toMatchObject({ "type-0": 2, "(other types)": 51 });
  });

  it.skipIf(bench.exempt.has("persists_across_reopen"))(
    "keeps quarantine, answers, changes and counts across closing and opening",
    async () => {
      const store = await bench.open();
      await store.quarantine([quarantined("d1")]);
      await store.keepAnswer("s", "k", { bodyHash: "h", answer: "a" });
      const first = await store.appendChange(change("x"));
      await store.countIgnored([{ delivery: "i1", source: "am", receivedAt: NINE, types: ["ping"] }]);
      await store.close();
      const again = await bench.open();
      expect(await again.listQuarantine()).toEqual([quarantined("d1")]);
      expect(await again.readAnswer("s", "k")).toEqual({ bodyHash: "h", answer: "a" });
      expect((await again.appendChange(change("y"))).cursor).toBeGreaterThan(first.cursor);
      expect(await again.listChanges(0, 9)).toHaveLength(2);
      expect((await again.countSources())[0]).toMatchObject({ ignored: { ping: 1 }, lastReceivedAt: NINE });
    },
  );
}
