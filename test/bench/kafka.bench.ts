import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { engine } from "../engines.ts";
import type { TopicOrder, TopicRead } from "./kafka-child.ts";
import { makeRecord, openBenchTopics } from "./kafka-records.ts";

type Mode = "bare" | "full";
interface Run extends TopicRead {
  readonly mode: Mode;
  readonly perSecond: number;
  readonly count: number;
}

const NEEDED = 0.4;
/** Records before those that count: compiled code, warm files. */
const WARM = 10_000;

/**
 * Kafka to the durable store (synced inbox, decoding, events in SQLite, offsets committed, nothing left waiting) against a bare `eachBatch` with
 * JSON.parse: the same topic, records of 1.5 KB in 16 partitions, each side in a process of its own, in turn (A B B A).
 */
export async function run(arguments_: readonly string[]): Promise<boolean> {
  const brokers = engine("kafka");
  if (brokers === null) throw new Error("Set KAFKA_BROKERS to host:port of a broker.");
  const count = Number(arguments_[0] ?? 60_000);
  const rounds = Number(arguments_[1] ?? 2);
  const topics = await openBenchTopics(brokers);
  try {
    const warm = { topic: await topics.fill(WARM, (n) => makeRecord("warm", n)), count: WARM };
    const main = { topic: await topics.fill(count, (n) => makeRecord("main", n)), count };
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const mode of round % 2 ? (["full", "bare"] as const) : (["bare", "full"] as const)) {
        runs.push(await measure(mode, brokers, warm, main));
        console.log(describe(runs.at(-1) as Run));
      }
    }
    const ratio = median(runs, "full") / median(runs, "bare");
    console.log(`ratio full / bare: ${ratio.toFixed(2)} (needed ${NEEDED})`);
    return ratio >= NEEDED;
  } finally {
    await topics.close();
  }
}

async function measure(mode: Mode, brokers: string, warm: TopicOrder, main: TopicOrder): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "annalist-bench-"));
  const script = fileURLToPath(new URL("kafka-child.ts", import.meta.url));
  const execArgv = ["--disable-warning=TimeoutNegativeWarning"];
  const child = fork(script, [mode, folder, brokers], { stdio: "inherit", execArgv });
  try {
    await once(child, "message");
    await read(child, warm);
    const result = await read(child, main);
    if (mode === "full" && (result.events !== warm.count + main.count || result.backlog !== 0)) {
      throw new Error(`${result.events} events of ${warm.count + main.count} are stored; backlog ${result.backlog}`);
    }
    return { ...result, mode, count: main.count, perSecond: main.count / result.seconds };
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(folder, { recursive: true });
  }
}

async function read(child: ChildProcess, order: TopicOrder): Promise<TopicRead> {
  child.send(order);
  const [answer] = (await once(child, "message")) as [TopicRead];
  return answer;
}

function describe({ mode, perSecond, cpuMicros, count, batches, rssBytes, events }: Run): string {
  return [
    mode.padEnd(4),
    `${perSecond.toFixed(0).padStart(6)} records/s`,
    `${(cpuMicros / count).toFixed(0).padStart(4)} µs CPU each`,
    `batches of ${(count / batches).toFixed(0)}`,
    `RSS ${(rssBytes / 2 ** 20).toFixed(0)} MiB`,
    mode === "full" ? `${events} events stored` : "",
  ].join("  ");
}

function median(runs: readonly Run[], mode: Mode): number {
  const values = runs
    .filter((each) => each.mode === mode)
    .map(({ perSecond }) => perSecond)
    .sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 ? (values[middle] ?? 0) : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
}
