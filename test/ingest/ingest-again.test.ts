import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/domain/time.ts";
import { arrivalOf, berths, NOW, openWorld, sourceOf, worldOfEachTest } from "./world.ts";

const given = worldOfEachTest();

describe("the same again", () => {
  it("is one event however many come at once", async () => {
    const receipts = await Promise.all(
      Array.from({ length: 10 }, () => given.world.ingest.receive(arrivalOf(berths("Fram")))),
    );
    expect(receipts.filter(({ is }) => is === "accepted")).toHaveLength(1);
    expect(new Set(receipts.map((receipt) => "delivery" in receipt && receipt.delivery)).size).toBe(1);
    expect(await given.events()).toHaveLength(1);
    const [first] = receipts;
    expect(given.world.inbox.receipts(first && "delivery" in first ? first.delivery : "")).toHaveLength(10);
  });

  it("is known by what is signed, not by unsigned ids in headers, and not by when it comes", async () => {
    const one = await given.world.ingest.receive(arrivalOf(berths("Fram"), { headers: { "x-delivery-id": "1" } }));
    const again = { headers: { "x-delivery-id": "2" }, receivedAt: NOW + 400 * 24 * 60 * MINUTE };
    expect(await given.world.ingest.receive(arrivalOf(berths("Fram"), again))).toEqual({ ...one, is: "duplicate" });
    expect(await given.events()).toHaveLength(1);
  });

  it("is another delivery with another relevant header, or from another source", async () => {
    await given.world.close();
    given.world = openWorld({ sources: [sourceOf(), sourceOf(undefined, { name: "other" })] });
    for (const over of [{}, { headers: { "x-harbour-topic": "pier 9" } }, { source: "other" }]) {
      expect(await given.world.ingest.receive(arrivalOf(berths("Fram"), over))).toMatchObject({ is: "accepted" });
    }
  });

  it("is still known after a restart", async () => {
    const ships = Array.from({ length: 300 }, (_, index) => `S${index}`);
    const send = (name: string) => given.world.ingest.receive(arrivalOf(berths(name)));
    const first = await Promise.all(ships.map(send));
    await given.world.ingest.close();
    await given.world.inbox.close();
    const { folder } = given.world;
    given.world = { ...openWorld({ folder }), folder };
    const again = await Promise.all(ships.map(send));
    expect(again).toEqual(first.map((receipt) => ({ ...receipt, is: "duplicate" })));
    expect(await given.events()).toHaveLength(300);
  });
});

describe("receipts with a name of their own", () => {
  it("keep it, and the least (receivedAt, id) is the evidence, in whatever order they come", async () => {
    const at = (id: string, seconds: number) => arrivalOf(berths("Fram"), { id, receivedAt: NOW + seconds * SECOND });
    for (const arrival of [at("d5", 5), at("d9", 9), at("d2b", 2), at("d2a", 2), at("d2a", 2)]) {
      expect(await given.world.ingest.receiveTrusted(arrival)).toMatchObject({ delivery: arrival.id });
    }
    await given.world.ingest.drained();
    expect(await given.world.store.readEvents()).toMatchObject([{ delivery: "d2a", receivedAt: NOW + 2 * SECOND }]);
    const names = ["d2a", "d2b", "d5", "d9"];
    expect(given.world.inbox.receipts("d9").map(({ id }) => id)).toEqual(names);
    expect(names.map((id) => given.world.inbox.read(id)?.id)).toEqual(names);
  });

  it("become a name apart where another content has it", async () => {
    const one = await given.world.ingest.receiveTrusted(arrivalOf(berths("Fram"), { id: "d1" }));
    const other = await given.world.ingest.receiveTrusted(arrivalOf(berths("Gauss"), { id: "d1" }));
    expect(one).toEqual({ is: "accepted", delivery: "d1" });
    expect(other).toEqual({ is: "accepted", delivery: expect.stringMatching(/^d1~[0-9a-f]{12}$/) });
    expect(await given.world.ingest.receiveTrusted(arrivalOf(berths("Gauss"), { id: "d1" }))).toEqual({
      ...other,
      is: "duplicate",
    });
    expect(await given.events()).toHaveLength(2);
  });

  it("come into the evidence where a webhook is received earlier than was known", async () => {
    await given.world.ingest.receive(arrivalOf(berths("Fram"), { receivedAt: NOW }));
    await given.world.ingest.receive(arrivalOf(berths("Fram"), { receivedAt: NOW - SECOND }));
    await given.world.ingest.receive(arrivalOf(berths("Fram"), { receivedAt: NOW + SECOND }));
    await given.world.ingest.drained();
    expect(await given.world.store.readEvents()).toMatchObject([{ receivedAt: NOW - SECOND }]);
    expect(await given.world.store.readSightings("harbour/harbour:v1:Fram")).toHaveLength(2);
  });
});
