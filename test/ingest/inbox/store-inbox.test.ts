import { afterEach, describe, expect, it } from "vitest";
import { openStoreInbox } from "../../../src/ingest/inbox/store-inbox.ts";
import { createIngest, type RunningIngest } from "../../../src/ingest/ingest.ts";
import { openMemoryStore } from "../../../src/store/memory/memory-store.ts";
import type { DeliveryArchive, RawDelivery, Store } from "../../../src/store/store.ts";
import { StoreUnavailable } from "../../../src/store/unavailable.ts";
import { arrivalOf, berths, harbour, NOW, sourceOf } from "../world.ts";

type Step = "keepDeliveries" | "appendSightings" | "quarantine" | "countIgnored" | "eventsVersion";

/** A store that many processes share, each step of which may fail. */
class Shared {
  readonly raw = new Map<string, RawDelivery>();
  readonly memory = openMemoryStore();
  readonly steps: Step[] = [];
  trouble: (step: Step, given?: readonly unknown[]) => Error | null = () => null;

  readonly archive: Pick<DeliveryArchive, "keepDeliveries"> = {
    keepDeliveries: async (deliveries) => {
      this.#step("keepDeliveries");
      for (const delivery of deliveries) if (!this.raw.has(delivery.id)) this.raw.set(delivery.id, delivery);
    },
  };

  readonly store: Store = new Proxy(this.memory, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...given: unknown[]) => {
        if (["appendSightings", "quarantine", "countIgnored", "eventsVersion"].includes(String(name)))
          this.#step(name as Step, given);
        return member.apply(target, given);
      };
    },
  });

  #step(step: Step, given: readonly unknown[] = []): void {
    const error = this.trouble(step, given);
    if (error) throw error;
    this.steps.push(step);
  }
}

let ingest: RunningIngest | null = null;
afterEach(async () => {
  await ingest?.close();
  ingest = null;
});

/** A process on it, which looks again at once where the store was away. */
function processOn(shared: Shared) {
  const looks: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => looks.push(resolve));
  const archive = shared.archive as DeliveryArchive;
  const { inbox, drain } = openStoreInbox({ store: shared.store, archive, pause });
  ingest = createIngest({ sources: [sourceOf()], inbox, store: shared.store, now: () => NOW, drain });
  const lookAgain = async () => {
    for (const look of looks.splice(0)) look();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ingest, inbox, lookAgain };
}

const titles = async ({ memory }: Shared) => (await memory.readEvents()).map(({ event }) => event.title).sort();
const away = () => new StoreUnavailable("MongoDB cannot be reached.");

describe("an inbox without a disk", () => {
  it("acknowledges what the store has: bytes, events, what was refused and what was ignored", async () => {
    const shared = new Shared();
    const { ingest: running } = processOn(shared);
    const arrivals = [berths("Anna"), { berths: [{ ship: "Berta" }, {}] }, { type: "tide", berths: [] }];
    const receipts = await Promise.all(arrivals.map((content) => running.receive(arrivalOf(content))));
    expect(receipts.map(({ is }) => is)).toEqual(["accepted", "accepted", "accepted"]);
    expect(await titles(shared)).toEqual(["Anna at the quay", "Berta at the quay"]);
    expect((await shared.memory.listQuarantine()).map(({ code }) => code)).toEqual(["no_ship"]);
    expect(await shared.memory.countSources()).toMatchObject([{ source: "harbour", ignored: { tide: 1 } }]);
    expect(shared.raw.size).toBe(3);
  });

  it("keeps with what cannot be read where it lies in Kafka, the same content once", async () => {
    const shared = new Shared();
    const { ingest: running } = processOn(shared);
    const { headers, ...poison } = arrivalOf("{}{");
    const at = (place: string) => ({ ...poison, headers, place });
    await running.receiveAll([at("bells/3/7"), at("bells/3/8")], { trusted: true });
    expect(await shared.memory.listQuarantine()).toMatchObject([
      { code: "not_json", place: { topic: "bells", partition: 3, offset: "7" } },
    ]);
  });

  it("knows what came before, in whichever process, and twice at once", async () => {
    const shared = new Shared();
    const first = await processOn(shared).ingest.receive(arrivalOf(berths("Anna")));
    const { ingest: other } = processOn(shared);
    const again = await other.receive(arrivalOf(berths("Anna"), { receivedAt: NOW + 1 }));
    expect(again).toEqual({ ...first, is: "duplicate" });
    await Promise.all([1, 2].map(() => other.receive(arrivalOf(berths("Berta")))));
    expect(shared.raw.size).toBe(2);
    expect(await shared.memory.readSightings("harbour/harbour:v1:Berta")).toHaveLength(1);
  });

  it.each<Step>(["keepDeliveries", "appendSightings", "quarantine", "countIgnored"])(
    "acknowledges nothing that failed at %s, and has it once when it comes again",
    async (step) => {
      const shared = new Shared();
      const { ingest: running, inbox, lookAgain } = processOn(shared);
      const contents = [{ berths: [{ ship: "Anna" }, {}] }, { type: "tide", berths: [] }];
      shared.trouble = (at) => (at === step || at === "eventsVersion" ? away() : null);
      const refused = await Promise.all(contents.map((content) => running.receive(arrivalOf(content))));
      expect(refused).toMatchObject([
        { is: "unavailable", rejection: { code: "store_unavailable" }, retryAfterS: 5 },
        { is: "unavailable" },
      ]);
      expect(inbox.trouble()).toContain("The store takes nothing (MongoDB cannot be reached.)");
      const steps = shared.steps.length;
      expect(await running.receive(arrivalOf(berths("Berta")))).toMatchObject({ is: "unavailable" });
      await lookAgain();
      expect(shared.steps.length).toBe(steps);
      expect(running.outage()).toEqual({ reason: "MongoDB cannot be reached.", since: NOW });
      shared.trouble = () => null;
      await lookAgain();
      expect([inbox.trouble(), running.outage()]).toEqual([null, null]);
      for (const content of contents) expect((await running.receive(arrivalOf(content))).is).not.toBe("unavailable");
      expect(await titles(shared)).toEqual(["Anna at the quay"]);
      expect(await shared.memory.readSightings("harbour/harbour:v1:Anna")).toHaveLength(1);
      expect(await shared.memory.listQuarantine()).toHaveLength(1);
      expect(await shared.memory.countSources()).toMatchObject([{ ignored: { tide: 1 } }]);
    },
  );

  it("answers whoever hands in several as soon as several were answered", async () => {
    const shared = new Shared();
    const { inbox } = processOn(shared);
    for (const round of [1, 2, 3, 4]) {
      const several = ["Anna", "Berta"].map((ship) => arrivalOf(berths(`${ship} ${round}`)));
      await inbox.appendAll(
        several.map(({ headers, body, receivedAt }) => ({ source: harbour.name, headers, body, receivedAt })),
      );
    }
    expect(await titles(shared)).toHaveLength(8);
  });

  it("sets aside what the store refuses, and takes what came with it", async () => {
    const shared = new Shared();
    const { ingest: running } = processOn(shared);
    shared.trouble = (step, given) =>
      step === "appendSightings" && JSON.stringify(given).includes("Anna") ? new Error("key too large") : null;
    const receipts = await Promise.all(["Anna", "Berta"].map((ship) => running.receive(arrivalOf(berths(ship)))));
    expect(receipts.map(({ is }) => is)).toEqual(["accepted", "accepted"]);
    expect(await titles(shared)).toEqual(["Berta at the quay"]);
    expect(await shared.memory.listQuarantine()).toMatchObject([{ code: "store_refused" }]);
  });

  it("asks once more before it sets a delivery aside: some failures pass", async () => {
    const shared = new Shared();
    const { ingest: running } = processOn(shared);
    let left = 2;
    shared.trouble = (step) => {
      if (step !== "appendSightings" || left === 0) return null;
      left -= 1;
      return new Error("write EPIPE");
    };
    const receipts = await Promise.all(["Anna", "Berta"].map((ship) => running.receive(arrivalOf(berths(ship)))));
    expect(receipts.map(({ is }) => is)).toEqual(["accepted", "accepted"]);
    expect(await titles(shared)).toEqual(["Anna at the quay", "Berta at the quay"]);
    expect(await shared.memory.listQuarantine()).toEqual([]);
  });

  it("does not keep a sender waiting for a store that does not answer", async () => {
    const shared = new Shared();
    const { ingest: running } = processOn(shared);
    const { promise: answer, resolve } = Promise.withResolvers<void>();
    shared.archive.keepDeliveries = () => answer;
    expect(await running.receive(arrivalOf(berths("Anna")))).toMatchObject({ is: "unavailable" });
    resolve();
  });

  it("is not ready where the store is away when it starts, and takes nothing once it is closed", async () => {
    const shared = new Shared();
    shared.trouble = away;
    const { inbox } = processOn(shared);
    await new Promise((resolve) => setImmediate(resolve));
    expect(inbox.trouble()).toContain("MongoDB cannot be reached.");
    const { inbox: other } = processOn(new Shared());
    await other.close();
    await expect(
      other.append({ source: harbour.name, headers: {}, body: Buffer.from("{}"), receivedAt: NOW }),
    ).rejects.toThrow("shutting down");
  });
});
