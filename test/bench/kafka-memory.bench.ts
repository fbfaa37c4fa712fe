import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { engine } from "../engines.ts";
import type { MemoryNews, TopicOrder, TopicRead } from "./kafka-child.ts";
import { makeRecord, openBenchTopics } from "./kafka-records.ts";

/** Each content comes so often, as where several relays send the same: the store's events grow by design, and little here. */
const TIMES = 20;
const STEPS = 10;
/** The first steps fill caches, heaps and the store's page cache. */
const SETTLED_AFTER = 3;
const MOST_GROWTH_MIB = 64;

/** Reads a million records, and tells the process's memory after each tenth: what receives, keeps and decodes must not grow with them. */
export async function run(arguments_: readonly string[]): Promise<boolean> {
  const brokers = engine("kafka");
  if (brokers === null) throw new Error("Set KAFKA_BROKERS to host:port of a broker.");
  const count = Number(arguments_[0] ?? 1_000_000);
  const topics = await openBenchTopics(brokers);
  const folder = mkdtempSync(join(tmpdir(), "annalist-bench-"));
  const script = fileURLToPath(new URL("kafka-child.ts", import.meta.url));
  const execArgv = ["--disable-warning=TimeoutNegativeWarning"];
  const child = fork(script, ["full", folder, brokers], { stdio: "inherit", execArgv });
  try {
    const up = once(child, "message");
    const topic = await topics.fill(count, (n) => makeRecord("memory", Math.floor(n / TIMES), "short"));
    await up;
    const { promise: read, resolve } = Promise.withResolvers<TopicRead>();
    const sizes: number[] = [];
    child.on("message", (news: MemoryNews | TopicRead) => {
      if ("seconds" in news) return resolve(news);
      sizes.push(news.rssBytes / 2 ** 20);
      console.log(`${news.records} records  RSS ${sizes.at(-1)?.toFixed(0)} MiB`);
    });
    child.send({ topic, count, tellEvery: count / STEPS } satisfies TopicOrder);
    const { seconds, events, backlog } = await read;
    const settled = Math.max(...sizes.slice(0, SETTLED_AFTER));
    const growth = Math.max(...sizes.slice(SETTLED_AFTER)) - settled;
    console.log(`${(count / seconds).toFixed(0)} records/s, ${events} events, ${backlog} waiting`);
    console.log(
      `growth after the first ${SETTLED_AFTER} tenths: ${growth.toFixed(0)} MiB (at most ${MOST_GROWTH_MIB})`,
    );
    return growth <= MOST_GROWTH_MIB && events === Math.ceil(count / TIMES);
  } finally {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
    await topics.close();
  }
}
