import { type BulkWriteResult, MongoBulkWriteError, MongoNetworkError, MongoServerError } from "mongodb";
import { describe, expect, it } from "vitest";
import { inTime, NoAnswer } from "../../src/store/mongo/in-time.ts";
import { retrying } from "../../src/store/mongo/retrying.ts";
import { StoreMisconfigured, StoreUnavailable } from "../../src/store/unavailable.ts";

/** What servers say while they elect a primary, shut down, or do not replicate in time. */
const PASSING_CODES = [10_107, 189, 11_602, 91, 64, 13_435, 7];

function world(failures: readonly Error[], { random = 0.5, msAnAttempt = 10, isSilent = false, isOver = false } = {}) {
  const pauses: number[] = [];
  const waiting = [...failures];
  let [attempts, clock] = [0, 0];
  const silence = new Promise<never>((_, reject) => {
    if (isSilent) reject(new NoAnswer("no answer"));
  });
  silence.catch(() => undefined);
  const patience = {
    random: () => random,
    pause: async (ms: number) => void pauses.push(ms),
    clockMs: () => clock,
    limit: <T>(attempt: Promise<T>) => (isSilent ? silence : attempt),
    isOver: () => isOver,
  };
  const run = () =>
    retrying(patience, async () => {
      attempts += 1;
      clock += msAnAttempt;
      const failure = waiting.shift();
      if (failure) throw failure;
      return "done";
    });
  return { run, pauses, attempts: () => attempts };
}

const server = (code: number) => new MongoServerError({ message: `code ${code}`, code });
const cut = () => new MongoNetworkError("cut");
/** As the driver tells what befell a whole `insertMany`. */
const ofMany = (error: MongoServerError | MongoNetworkError) =>
  new MongoBulkWriteError(error, { getWriteConcernError: () => undefined } as BulkWriteResult);
/** As Node tells of a connection that is gone while something is written to it, and the driver passes on. */
const broken = (): Error =>
  Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" } satisfies Partial<NodeJS.ErrnoException>);

describe("an operation on MongoDB", () => {
  it.each(PASSING_CODES)("is done again after the passing failure %i", async (code) => {
    const { run, attempts } = world([server(code), cut()]);
    expect(await run()).toBe("done");
    expect(attempts()).toBe(3);
  });

  it.each([
    ["befell a whole insertMany", () => ofMany(cut()), /does not answer \(cut\)/],
    ["is told by the socket", broken, /does not answer \(write EPIPE\)/],
  ] as const)("is done again after a failure that %s, and given up with words", async (_, failure, words) => {
    expect(await world([failure()]).run()).toBe("done");
    const many = world(Array.from({ length: 9 }, failure));
    await expect(many.run()).rejects.toThrow(StoreUnavailable);
    await expect(world(Array.from({ length: 9 }, failure)).run()).rejects.toThrow(words);
    expect(many.attempts()).toBe(6);
  });

  it("waits about twice as long each time, by chance", async () => {
    const failures = Array.from({ length: 5 }, cut);
    const even = world(failures);
    await even.run();
    expect(even.pauses).toEqual([40, 80, 160, 320, 500]);
    const lucky = world(failures, { random: 0.1 });
    await lucky.run();
    expect(lucky.pauses).toEqual([8, 16, 32, 64, 100]);
  });

  it("is given up after six attempts, or after five seconds", async () => {
    const many = world(Array.from({ length: 9 }, cut));
    await expect(many.run()).rejects.toThrow(StoreUnavailable);
    expect(many.attempts()).toBe(6);
    const slow = world(Array.from({ length: 9 }, cut), { msAnAttempt: 3_000 });
    await expect(slow.run()).rejects.toThrow(/cannot be reached or does not answer \(cut\)/);
    expect(slow.attempts()).toBe(2);
  });

  it("that never answers is asked again, and given up with words", async () => {
    const { run, attempts } = world([], { isSilent: true });
    await expect(run()).rejects.toThrow(/does not answer \(no answer\)/);
    expect(attempts()).toBe(6);
    const never = new Promise<void>(() => undefined);
    await expect(inTime(never, 5)).rejects.toThrow(NoAnswer);
    expect(await inTime(Promise.resolve(3), 5_000)).toBe(3);
  });

  it("is not done again once the process is asked to end, and waited for only shortly", async () => {
    const ending = world([cut()], { isOver: true });
    await expect(ending.run()).rejects.toThrow(StoreUnavailable);
    expect([ending.attempts(), ending.pauses]).toEqual([1, []]);
    const asked = new AbortController();
    const never = inTime(new Promise<void>(() => undefined), 60_000, { signal: asked.signal, ms: 5 });
    asked.abort();
    await expect(never).rejects.toThrow("no answer within 5 ms");
    await expect(inTime(new Promise(() => undefined), 60_000, { signal: asked.signal, ms: 5 })).rejects.toThrow(
      NoAnswer,
    );
    expect(await inTime(Promise.resolve(3), 60_000, { signal: asked.signal, ms: 5_000 })).toBe(3);
  });

  it("is not done again where that does not help", async () => {
    const refused = world([server(18)]);
    await expect(refused.run()).rejects.toThrow(StoreMisconfigured);
    await expect(world([server(13)]).run()).rejects.toThrow(/readWrite/);
    await expect(world([ofMany(server(13))]).run()).rejects.toThrow(/readWrite/);
    const mistaken = world([new TypeError("a mistake of ours")]);
    await expect(mistaken.run()).rejects.toThrow(TypeError);
    expect([refused.attempts(), mistaken.attempts()]).toEqual([1, 1]);
    expect([...refused.pauses, ...mistaken.pauses]).toEqual([]);
  });
});
