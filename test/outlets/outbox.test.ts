import { describe, expect, it } from "vitest";
import { changeMessage } from "../../src/outlets/change-message.ts";
import { Outbox, type Outlet } from "../../src/outlets/outbox.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Change, Store } from "../../src/store/store.ts";
import { change } from "../store/samples.ts";

/** Keeps what it is told; fails as often as it is asked to, having taken so many of the lines. */
class Harbour implements Outlet {
  readonly name: string;
  readonly told: Change[] = [];
  failures: number[] = [];

  constructor(name = "harbour") {
    this.name = name;
  }

  tell(changes: readonly Change[]): Promise<void> {
    const taken = this.failures.shift();
    this.told.push(...changes.slice(0, taken));
    return taken === undefined ? Promise.resolve() : Promise.reject(new Error("fog"));
  }

  close = () => Promise.resolve();
}

const held = () => Promise.resolve(true);

async function feed(store: Store, count: number): Promise<string[]> {
  const digests = Array.from({ length: count }, (_, number) => `digest ${number}`);
  for (const digest of digests) await store.appendChange(change(digest));
  return digests;
}

const digestsOf = ({ told }: Harbour) => told.map(({ digest }) => digest);

describe("the outbox", () => {
  it("tells every line once, in order, and goes on where it was after a restart", async () => {
    const store = openMemoryStore();
    const outlet = new Harbour();
    const digests = await feed(store, 450);
    const outbox = new Outbox({ store, outlet, isHeld: held });
    expect([await outbox.step(), await outbox.step(), await outbox.step(), await outbox.step()]).toEqual([
      ...["more", "more", "more", "idle"],
    ]);
    expect(digestsOf(outlet)).toEqual(digests);
    await store.appendChange(change("late"));
    const next = new Outbox({ store, outlet, isHeld: held });
    expect([await next.step(), await next.step()]).toEqual(["more", "idle"]);
    expect(digestsOf(outlet)).toEqual([...digests, "late"]);
  });

  it("tells again what may not have arrived, and passes over nothing", async () => {
    const store = openMemoryStore();
    const outlet = new Harbour();
    await feed(store, 3);
    outlet.failures = [2];
    const outbox = new Outbox({ store, outlet, isHeld: held });
    await expect(outbox.step()).rejects.toThrow("fog");
    expect(await outbox.step()).toBe("more");
    expect(digestsOf(outlet)).toEqual(["digest 0", "digest 1", "digest 0", "digest 1", "digest 2"]);
  });

  it("tells again after a crash between telling and marking", async () => {
    const store = openMemoryStore();
    const outlet = new Harbour();
    await feed(store, 2);
    const dying: ConstructorParameters<typeof Outbox>[0]["store"] = {
      listChanges: (after, limit) => store.listChanges(after, limit),
      lastClaim: (name) => store.lastClaim(name),
      claim: () => Promise.reject(new Error("killed")),
    };
    await expect(new Outbox({ store: dying, outlet, isHeld: held }).step()).rejects.toThrow("killed");
    await new Outbox({ store, outlet, isHeld: held }).step();
    expect(digestsOf(outlet)).toEqual(["digest 0", "digest 1", "digest 0", "digest 1"]);
  });

  it("keeps a place for each outlet, and is silent where another process tells", async () => {
    const store = openMemoryStore();
    await feed(store, 2);
    const [one, other] = [new Harbour("one"), new Harbour("other")];
    await new Outbox({ store, outlet: one, isHeld: held }).step();
    expect(await new Outbox({ store, outlet: other, isHeld: () => Promise.resolve(false) }).step()).toBe("idle");
    expect(other.told).toEqual([]);
    await new Outbox({ store, outlet: other, isHeld: held }).step();
    expect(digestsOf(other)).toEqual(digestsOf(one));
  });

  it("does not tell once the lease is lost while it read", async () => {
    const store = openMemoryStore();
    const outlet = new Harbour();
    await feed(store, 1);
    let asked = 0;
    const isHeld = () => {
      asked += 1;
      return Promise.resolve(asked === 1);
    };
    expect(await new Outbox({ store, outlet, isHeld }).step()).toBe("idle");
    expect(outlet.told).toEqual([]);
  });
});

it("a message is a CloudEvent that tells what changed, and where it stands in the order", () => {
  const line: Change = {
    ...{ cursor: 17, type: "published", incident: "inc_ab", revision: 3, digest: "d", at: "2026-03-01T10:00:00Z" },
  };
  expect(changeMessage(line, "annalist-eu")).toEqual({
    ...{ specversion: "1.0", id: "inc_ab/17", source: "/annalist/annalist-eu", type: "annalist.published.v1" },
    ...{ subject: "inc_ab", time: "2026-03-01T10:00:00Z", datacontenttype: "application/json" },
    data: { incident: "inc_ab", cursor: 17, revision: 3, digest: "d" },
  });
});
