import { describe, expect, it } from "vitest";
import type { StoredDelivery } from "../../../src/ingest/delivery.ts";
import { Forward } from "../../../src/ingest/drain/forward.ts";
import { type DeliveryLog, TooLargeForLog } from "../../../src/ingest/inbox/delivery-log.ts";
import { frontInbox } from "../../../src/ingest/inbox/front-inbox.ts";
import type { Inbox, NewDelivery } from "../../../src/ingest/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/ingest/inbox/sqlite-inbox.ts";
import { temporaryFolder } from "../../annalist.ts";

const NOW = 1_772_359_200_000_000;
const LARGEST = 1_000;

const delivery = (number: number, size = 10): NewDelivery => ({
  source: "door",
  headers: { "x-bell": "two" },
  body: Buffer.from(`${number}`.padEnd(size, ".")),
  receivedAt: NOW + number,
});

/** A log that keeps what it takes; while it is down it takes nothing. */
class Ledger implements DeliveryLog {
  readonly kept: StoredDelivery[] = [];
  isDown = false;
  /** It takes what it is handed, and fails to say so. */
  isMute = false;

  async append(deliveries: readonly StoredDelivery[]): Promise<void> {
    await Promise.resolve();
    if (this.isDown) throw new Error("no broker");
    if (deliveries.some(({ body }) => body.byteLength > LARGEST)) {
      throw deliveries.length === 1 ? new TooLargeForLog("too large") : new Error("some are too large");
    }
    this.kept.push(...deliveries);
    if (this.isMute) throw new Error("no answer");
  }

  close = () => Promise.resolve();
}

interface Front extends AsyncDisposable {
  readonly inbox: Inbox;
  readonly spool: Inbox;
  readonly forward: Forward;
  readonly takenIn: StoredDelivery[];
  readonly outages: string[];
}

function openFront(log: DeliveryLog, folder: string): Front {
  const spool = openSqliteInbox({
    folder,
    onFatal: (error) => {
      throw error;
    },
  });
  const inbox = frontInbox({ log, spool, tag: "ABCDEF" });
  const takenIn: StoredDelivery[] = [];
  const outages: string[] = [];
  const forward = new Forward({
    ...{ spool, log },
    takeIn: async (one) => void takenIn.push(one),
    onOutage: (reason) => void outages.push(reason),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return {
    inbox,
    spool,
    forward,
    takenIn,
    outages,
    [Symbol.asyncDispose]: () => forward.stop().then(() => inbox.close()),
  };
}

const numbers = (kept: readonly StoredDelivery[]) =>
  kept.map(({ body }) => Number.parseInt(Buffer.from(body).toString(), 10));

describe("the front door", () => {
  it("answers when the log has it, under the name that goes with it, and keeps nothing itself", async () => {
    using folder = temporaryFolder();
    const log = new Ledger();
    await using front = openFront(log, folder.path);
    const kept = await Promise.all([
      front.inbox.append(delivery(1)),
      front.inbox.append({ ...delivery(2), id: "mine" }),
    ]);
    expect(kept).toEqual([
      { is: "accepted", delivery: log.kept[0]?.id },
      { is: "accepted", delivery: "mine" },
    ]);
    expect(log.kept[0]).toEqual({ ...delivery(1), id: expect.stringMatching(/^[0-9A-Z]{26}$/) });
    expect(front.spool.backlog()).toBe(0);
  });

  it("keeps on its own disk what the log does not take, and forwards it in order under the same names", async () => {
    using folder = temporaryFolder();
    const log = new Ledger();
    log.isDown = true;
    await using front = openFront(log, folder.path);
    const first = await front.inbox.append(delivery(1));
    const second = await front.inbox.append(delivery(2));
    expect(log.kept).toEqual([]);
    log.isDown = false;
    // What came first goes first: nothing passes by while something waits.
    const third = await front.inbox.append(delivery(3));
    expect(log.kept).toEqual([]);
    await front.forward.drained();
    expect(log.kept.map(({ id }) => id)).toEqual([first, second, third].map((kept) => kept.delivery));
    expect(numbers(log.kept)).toEqual([1, 2, 3]);
    expect(log.kept[0]?.headers).toEqual({ "x-bell": "two" });
    await front.inbox.append(delivery(4));
    expect(numbers(log.kept)).toEqual([1, 2, 3, 4]);
  });

  it("goes on trying while the log is down, and says so", async () => {
    using folder = temporaryFolder();
    const log = new Ledger();
    log.isDown = true;
    await using front = openFront(log, folder.path);
    await front.inbox.append(delivery(1));
    front.forward.wake();
    while (front.outages.length < 3) await new Promise((resolve) => setImmediate(resolve));
    log.isDown = false;
    await front.forward.drained();
    expect(front.outages[0]).toBe("no broker");
    expect(numbers(log.kept)).toEqual([1]);
  });

  it("forwards after a restart what an earlier process left", async () => {
    using folder = temporaryFolder();
    const log = new Ledger();
    log.isDown = true;
    const before = openFront(log, folder.path);
    const { delivery: name } = await before.inbox.append(delivery(7));
    await before[Symbol.asyncDispose]();
    log.isDown = false;
    await using after = openFront(log, folder.path);
    await after.forward.drained();
    expect(log.kept).toEqual([{ ...delivery(7), id: name, body: new Uint8Array(delivery(7).body) }]);
  });

  it("takes in here what never fits into the log, and what is behind it goes on", async () => {
    using folder = temporaryFolder();
    const log = new Ledger();
    await using front = openFront(log, folder.path);
    await Promise.all([1, 2, 3].map((number) => front.inbox.append(delivery(number, number === 2 ? LARGEST + 1 : 10))));
    await front.forward.drained();
    expect(numbers(log.kept)).toEqual([1, 3]);
    expect(numbers(front.takenIn)).toEqual([2]);
    expect(front.outages).toEqual([]);
  });

  it("hands in again, under the same name, what the log may have taken", async () => {
    using folder = temporaryFolder();
    const log = new Ledger();
    log.isMute = true;
    await using front = openFront(log, folder.path);
    const { delivery: name } = await front.inbox.append(delivery(1));
    log.isMute = false;
    await front.forward.drained();
    expect(log.kept.map(({ id }) => id)).toEqual([name, name]);
  });

  it("answers whoever hands in several as soon as several were answered", async () => {
    using folder = temporaryFolder();
    await using front = openFront(new Ledger(), folder.path);
    for (let n = 1; n <= 9; n += 2) await front.inbox.appendAll([delivery(n), delivery(n + 1)]);
    expect(front.spool.backlog()).toBe(0);
  });

  it("refuses when it is closed", async () => {
    using folder = temporaryFolder();
    const front = openFront(new Ledger(), folder.path);
    await front[Symbol.asyncDispose]();
    await expect(front.inbox.append(delivery(1))).rejects.toThrow("shutting down");
  });
});
