import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import { pauseLonger } from "../../src/ingest/drain/pause.ts";
import { Refusals } from "../../src/ingest/refusals.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { arrivalOf, berths, NOW, openWorld, signatureOf, sourceOf, worldOfEachTest } from "./world.ts";

const given = worldOfEachTest();

describe("receiving", () => {
  it("keeps an authentic delivery, decodes it and appends its events", async () => {
    const receipt = await given.world.ingest.receive(arrivalOf(berths("Nautilus", "Fram")));
    expect(receipt).toEqual({ is: "accepted", delivery: expect.stringMatching(/^[0-9A-Z]{26}$/) });
    expect(await given.events()).toEqual(["harbour/harbour:v1:Fram", "harbour/harbour:v1:Nautilus"]);
    expect(given.world.inbox.backlog()).toBe(0);
    const [first] = await given.world.store.readEvents();
    expect(first).toMatchObject({ source: "harbour", receivedAt: NOW, event: { timeSuspect: true, occurredAt: NOW } });
    expect(given.world.inbox.read(first?.delivery ?? "")?.body).toEqual(
      new Uint8Array(Buffer.from(JSON.stringify(berths("Nautilus", "Fram")))),
    );
  });

  it.each([
    ["of no interest", { type: "tide", berths: [] }],
    ["in quarantine", { berths: [{}] }],
    ["without anything in it", { berths: [] }],
  ])("tells that a source was heard from by a delivery %s", async (_what, content) => {
    await given.world.ingest.receive(arrivalOf(content));
    await given.world.ingest.drained();
    expect(await given.world.store.countSources()).toMatchObject([
      { source: "harbour", deliveries: 0, events: 0, lastReceivedAt: NOW },
    ]);
  });

  it("keeps of the headers only those that the kind reads", async () => {
    const receipt = await given.world.ingest.receive(
      arrivalOf(berths("Fram"), { headers: { "x-harbour-topic": "pier 9", cookie: "secret", "user-agent": "x" } }),
    );
    const stored = given.world.inbox.read("delivery" in receipt ? receipt.delivery : "");
    expect(stored?.headers).toEqual({ "content-type": "application/json", "x-harbour-topic": "pier 9" });
  });

  it.each([
    ["an unknown source", arrivalOf(berths("Fram"), { source: "nowhere" }), "unknown_source"],
    [
      "a wrong signature",
      arrivalOf(berths("Fram"), { headers: { "x-harbour-signature": "sha256=00" } }),
      "wrong_signature",
    ],
    ["a body over the kind's limit", arrivalOf("x".repeat(65_537)), "too_large"],
  ])("refuses %s and keeps nothing", async (_name, arrival, code) => {
    expect(await given.world.ingest.receive(arrival)).toMatchObject({ is: "refused", rejection: { code } });
    expect(given.world.inbox.select({}, 0, 10)).toEqual([]);
  });

  it("never accepts for a source without a live secret, and says that this is our trouble", async () => {
    await given.world.close();
    given.world = openWorld({ sources: [sourceOf(undefined, { auth: [] })] });
    const receipt = await given.world.ingest.receive(arrivalOf(berths("Fram")));
    expect(receipt).toMatchObject({ is: "unavailable", rejection: { code: "no_secret" } });
    expect(await given.world.ingest.receiveTrusted(arrivalOf(berths("Fram")))).toMatchObject({ is: "accepted" });
  });

  it("answers a handshake and keeps nothing of it", async () => {
    expect(await given.world.ingest.receive(arrivalOf({ type: "hello", berths: [] }))).toEqual({
      is: "handshake",
      answer: { contentType: "text/plain", body: "ahoy" },
    });
    expect(given.world.inbox.select({}, 0, 10)).toEqual([]);
  });

  it("answers no handshake to whoever cannot prove to be the sender", async () => {
    const arrival = arrivalOf({ type: "hello", berths: [] }, { headers: { "x-harbour-signature": "" } });
    expect(await given.world.ingest.receive(arrival)).toMatchObject({ is: "refused", because: "unauthentic" });
  });

  it("takes nothing over the bound of its backlog, and again below it", async () => {
    await given.world.close();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    given.world = openWorld({ mostBacklog: 2 });
    const append = given.world.store.appendSightings.bind(given.world.store);
    given.world.store.appendSightings = async (sightings) => {
      await gate;
      return await append(sightings);
    };
    await given.world.ingest.receive(arrivalOf(berths("A")));
    await given.world.ingest.receive(arrivalOf(berths("B")));
    expect(await given.world.ingest.receive(arrivalOf(berths("C")))).toMatchObject({
      is: "unavailable",
      rejection: { code: "backlog_full" },
    });
    expect(given.world.ingest.trouble()).toMatch(/2 deliveries wait/);
    open();
    await given.world.ingest.drained();
    expect(given.world.ingest.trouble()).toBeNull();
    expect(await given.world.ingest.receive(arrivalOf(berths("C")))).toMatchObject({ is: "accepted" });
  });
});

describe("room for carriers that can wait", () => {
  it("is there until as many wait as should, and again when they are stored; others are taken all the same", async () => {
    await given.world.close();
    const gate = Promise.withResolvers<void>();
    given.world = openWorld({ mostAhead: 2 });
    const append = given.world.store.appendSightings.bind(given.world.store);
    given.world.store.appendSightings = async (sightings) => {
      await gate.promise;
      return await append(sightings);
    };
    await given.world.ingest.receive(arrivalOf(berths("A")));
    expect(await given.world.ingest.room(0)).toBeNull();
    await given.world.ingest.receive(arrivalOf(berths("B")));
    expect(await given.world.ingest.room(1)).toBe("2 deliveries wait to be decoded.");
    expect(await given.world.ingest.receive(arrivalOf(berths("C")))).toMatchObject({ is: "accepted" });
    expect(given.world.ingest.trouble()).toBeNull();
    const waiting = given.world.ingest.room(60_000);
    gate.resolve();
    expect(await waiting).toBeNull();
    expect(given.world.inbox.backlog()).toBeLessThan(2);
  });

  it("is told to be missing with why the store takes nothing", async () => {
    await given.world.close();
    given.world = openWorld({ mostAhead: 1, pause: pauseLonger });
    const gone = Promise.withResolvers<void>();
    given.world.store.appendSightings = () => {
      gone.resolve();
      return Promise.reject(new StoreUnavailable("The harbour office is closed."));
    };
    await given.world.ingest.receive(arrivalOf(berths("A")));
    await gone.promise;
    await expect.poll(() => given.world.ingest.outage()).not.toBeNull();
    expect(await given.world.ingest.room(1)).toBe("1 deliveries wait to be decoded: The harbour office is closed.");
  });

  it("keeps nobody waiting who would be told that nothing is taken any more", async () => {
    await given.world.close();
    given.world = openWorld({ mostAhead: 1, pause: pauseLonger });
    given.world.store.appendSightings = () => Promise.reject(new StoreUnavailable("Closed."));
    await given.world.ingest.receive(arrivalOf(berths("A")));
    const waiting = given.world.ingest.room(60_000);
    await given.world.ingest.close();
    expect(await waiting).toBeNull();
  });
});

describe("receiving many at once", () => {
  it("answers each as if it had come alone, in their order, after one commit", async () => {
    const fram = arrivalOf(berths("Fram"));
    const arrivals = [
      fram,
      arrivalOf(berths("Gauss"), { headers: { "x-harbour-signature": signatureOf("another") } }),
      arrivalOf(berths("Vega"), { source: "nobody" }),
      arrivalOf({ type: "hello", berths: [] }),
      fram,
      arrivalOf(berths("Beagle")),
    ];
    const receipts = await given.world.ingest.receiveAll(arrivals, { trusted: false });
    expect(receipts.map((receipt) => ("rejection" in receipt ? receipt.rejection.code : receipt.is))).toEqual([
      ...["accepted", "wrong_signature", "unknown_source", "handshake", "duplicate", "accepted"],
    ]);
    expect(receipts[4]).toEqual({ ...receipts[0], is: "duplicate" });
    expect(await given.events()).toEqual(["harbour/harbour:v1:Beagle", "harbour/harbour:v1:Fram"]);
    const told = await given.world.metrics.render();
    expect(told).toContain('annalist_deliveries_total{source="harbour",outcome="accepted"} 2');
    expect(told).toContain('annalist_deliveries_total{source="",outcome="unknown_source"} 1');
    expect(told).toContain("annalist_receive_seconds_count 6");
    expect(told).toContain("annalist_inbox_commit_deliveries_count 1");
    expect(told).toContain("annalist_inbox_commit_deliveries_sum 3");
  });

  it("believes a trusted carrier, and takes none of them while nothing can be kept", async () => {
    const forged = ["Fram", "Gauss"].map((ship) =>
      arrivalOf(berths(ship), { headers: { "x-harbour-signature": "sha256=00" } }),
    );
    expect(await given.world.ingest.receiveAll(forged, { trusted: true })).toMatchObject([
      { is: "accepted" },
      { is: "accepted" },
    ]);
    await given.world.inbox.close();
    const code = "shutting_down";
    const late = await given.world.ingest.receiveAll(forged, { trusted: true });
    expect(late).toMatchObject([{ rejection: { code } }, { rejection: { code } }]);
  });

  it("is nothing where nothing came", async () => {
    expect(await given.world.ingest.receiveAll([], { trusted: true })).toEqual([]);
  });
});

describe("what cannot be read", () => {
  it("goes to quarantine, bad part by bad part, and the good parts stand", async () => {
    const group = { berths: [{ ship: "Fram" }, { ship: 7 }] };
    expect(await given.world.ingest.receive(arrivalOf(group))).toMatchObject({ is: "accepted" });
    expect(await given.world.ingest.receive(arrivalOf("{"))).toMatchObject({ is: "accepted" });
    expect(await given.world.ingest.receive(arrivalOf({ berths: 1 }))).toMatchObject({ is: "accepted" });
    expect(await given.world.ingest.receive(arrivalOf(berths("POISON")))).toMatchObject({ is: "accepted" });
    expect(await given.world.ingest.receive(arrivalOf(berths("Gauss")))).toMatchObject({ is: "accepted" });
    expect(await given.events()).toEqual(["harbour/harbour:v1:Fram", "harbour/harbour:v1:Gauss"]);
    expect((await given.world.store.listQuarantine()).map(({ code }) => code).sort()).toEqual([
      "no_ship",
      "not_json",
      "source_failed",
      "unexpected_payload",
    ]);
  });

  it("of no interest is counted", async () => {
    await given.world.ingest.receive(arrivalOf({ type: "tide", berths: [] }));
    await given.world.ingest.drained();
    expect(await given.world.store.countSources()).toMatchObject([{ source: "harbour", ignored: { tide: 1 } }]);
    expect(await given.world.metrics.render()).toContain("annalist_ignored_total 1");
  });
});

describe("what is refused", () => {
  it("is told with its source, which must be a configured one, and counted with the last reason and time", async () => {
    const refusals = new Refusals();
    let now = NOW;
    const refusing = openWorld({ now: () => now, onRefused: (...refused) => refusals.note(...refused) });
    try {
      const unsigned = arrivalOf(berths("Fram"), { headers: { "x-harbour-signature": "" } });
      await refusing.ingest.receive(unsigned);
      await refusing.ingest.receive(arrivalOf(berths("Fram")));
      await refusing.ingest.receive({ ...unsigned, source: "nobody" });
      now += SECOND;
      await refusing.ingest.receive(arrivalOf(berths("Fram"), { headers: { "x-harbour-signature": "sha256=0" } }));
      expect(refusals.list()).toEqual([
        {
          ...{ source: "harbour", count: 2, lastAt: NOW + SECOND },
          last: { code: "wrong_signature", detail: expect.stringContaining('no live secret of source "harbour"') },
        },
      ]);
    } finally {
      await refusing.close();
    }
  });

  it("is told of, too, where no secret is live: only the operator can mend that", async () => {
    const refusals = new Refusals();
    const sources = [sourceOf(undefined, { auth: [] })];
    const refusing = openWorld({ sources, onRefused: (...refused) => refusals.note(...refused) });
    try {
      await refusing.ingest.receive(arrivalOf(berths("Fram")));
      expect(refusals.list()).toMatchObject([{ source: "harbour", count: 1, last: { code: "no_secret" } }]);
    } finally {
      await refusing.close();
    }
  });
});
