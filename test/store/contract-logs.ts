import { expect, it } from "vitest";
import type { Bench } from "./contract.ts";
import { decision, publication } from "./samples.ts";

const INCIDENT = "am/alertmanager:v1:a1";

export function describeLogPromises(bench: Bench): void {
  it("numbers decisions 1, 2, 3 and lists them by number", async () => {
    const store = await bench.open();
    expect(await store.appendDecisions(INCIDENT, 1, [decision(1)])).toEqual({ is: "appended", records: [decision(1)] });
    await store.appendDecisions(INCIDENT, 2, [decision(2), decision(3)]);
    expect(await store.listDecisions(INCIDENT)).toEqual([decision(1), decision(2), decision(3)]);
  });

  it("lists 12 decisions by number, not by text", async () => {
    const store = await bench.open();
    for (let n = 1; n <= 12; n += 1) await store.appendDecisions(INCIDENT, n, [decision(n)]);
    expect((await store.listDecisions(INCIDENT)).map(({ number }) => number)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it("gives a number to exactly one of two editors, and nothing of the other's batch", async () => {
    const store = await bench.open();
    await store.appendDecisions(INCIDENT, 1, [decision(1)]);
    const outcomes = await Promise.all([
      store.appendDecisions(INCIDENT, 2, [decision(2, "Ines"), decision(3, "Ines")]),
      store.appendDecisions(INCIDENT, 2, [decision(2, "Otto")]),
      store.appendDecisions(INCIDENT, 2, [decision(2, "Rui"), decision(3, "Rui"), decision(4, "Rui")]),
    ]);
    expect(outcomes.map(({ is }) => is).sort()).toEqual(["appended", "taken", "taken"]);
    const log = await store.listDecisions(INCIDENT);
    expect(new Set(log.slice(1).map(({ by }) => by)).size).toBe(1);
    expect(log.map(({ number }) => number)).toEqual(log.map((_, index) => index + 1));
  });

  it("takes a batch whole or not at all when a later number of it is taken", async () => {
    const store = await bench.open();
    await store.appendDecisions(INCIDENT, 2, [decision(2)]);
    expect(await store.appendDecisions(INCIDENT, 1, [decision(1), decision(2)])).toEqual({ is: "taken" });
    expect(await store.listDecisions(INCIDENT)).toEqual([decision(2)]);
  });

  it("keeps the logs of incidents apart", async () => {
    const store = await bench.open();
    await store.appendDecisions("one", 1, [decision(1, "Ines", "one")]);
    await store.appendDecisions("two", 1, [decision(1, "Otto", "two")]);
    expect((await store.listDecisions("one")).map(({ by }) => by)).toEqual(["Ines"]);
    expect((await store.listDecisions("two")).map(({ by }) => by)).toEqual(["Otto"]);
  });

  it("refuses records that are numbered otherwise than they are appended", async () => {
    const store = await bench.open();
    await expect(store.appendDecisions(INCIDENT, 1, [decision(2)])).rejects.toThrow(RangeError);
    await expect(store.appendDecisions("another", 1, [decision(1)])).rejects.toThrow(RangeError);
    await expect(store.appendDecisions(INCIDENT, 0, [decision(0)])).rejects.toThrow(RangeError);
    expect(await store.listDecisions(INCIDENT)).toEqual([]);
  });

  it("gives publication numbers once, and the bytes back unchanged", async () => {
    const store = await bench.open();
    const first = { ...publication(1), html: "<p>Zürich &amp; 𝒳</p>", markdown: "é\r\n\u0000", by: "Ynés" };
    expect(await store.appendPublication(first)).toEqual({ is: "appended", records: [first] });
    expect(await store.appendPublication(publication(1))).toEqual({ is: "taken" });
    await store.appendPublication(publication(2));
    expect(await store.listPublications(INCIDENT)).toEqual([first, publication(2)]);
    expect(await store.readPublication(INCIDENT, 1)).toEqual(first);
    expect(await store.lastPublication(INCIDENT)).toBe(2);
    const asked = { ...publication(3), request: { key: "k", body: "b" } };
    await store.appendPublication(asked);
    expect(await store.readPublication(INCIDENT, 3)).toEqual(asked);
  });

  it("lists every incident with a decision or a publication as pinned, once", async () => {
    const store = await bench.open();
    expect(await store.listPinned()).toEqual([]);
    await store.appendPublication(publication(1, "b"));
    await store.appendDecisions("a", 1, [decision(1, "Ines", "a")]);
    await store.appendPublication(publication(1, "a"));
    await store.appendDecisions("nothing", 1, []);
    expect(await store.listPinned()).toEqual(["a", "b"]);
  });

  it("finds an unknown incident empty", async () => {
    const store = await bench.open();
    expect(await store.listDecisions("nobody")).toEqual([]);
    expect(await store.listPublications("nobody")).toEqual([]);
    expect(await store.lastPublication("nobody")).toBe(0);
    expect(await store.readPublication("nobody", 1)).toBeNull();
  });

  it("gives copies of decisions and publications", async () => {
    const store = await bench.open();
    const given = decision(1);
    await store.appendDecisions(INCIDENT, 1, [given]);
    given.by = "changed by the caller";
    for (const read of await store.listDecisions(INCIDENT)) read.anchors.push("changed by a reader");
    expect(await store.listDecisions(INCIDENT)).toEqual([decision(1)]);
  });

  it.skipIf(bench.exempt.has("several_handles"))("settles numbers between two handles", async () => {
    const [one, two] = [await bench.open(), await bench.open()];
    for (let n = 1; n <= 20; n += 1) {
      const outcomes = await Promise.all([
        one.appendDecisions(INCIDENT, n, [decision(n, "Ines")]),
        two.appendDecisions(INCIDENT, n, [decision(n, "Otto")]),
      ]);
      expect(outcomes.map(({ is }) => is).sort()).toEqual(["appended", "taken"]);
    }
    expect(await one.listDecisions(INCIDENT)).toEqual(await two.listDecisions(INCIDENT));
    expect(await one.listDecisions(INCIDENT)).toHaveLength(20);
  });

  it.skipIf(bench.exempt.has("persists_across_reopen"))("keeps its logs across closing and opening", async () => {
    const store = await bench.open();
    await store.appendDecisions(INCIDENT, 1, [decision(1)]);
    await store.appendPublication(publication(1));
    await store.close();
    const again = await bench.open();
    expect(await again.listDecisions(INCIDENT)).toEqual([decision(1)]);
    expect(await again.listPublications(INCIDENT)).toEqual([publication(1)]);
    expect(await again.appendDecisions(INCIDENT, 1, [decision(1)])).toEqual({ is: "taken" });
  });
}
