import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Settled } from "../e2e/ingest-child.ts";
import { type LoadResult, sendAll } from "./load.ts";
import { signMany } from "./signed.ts";

type Mode = "bare" | "full";
interface Run extends LoadResult {
  readonly mode: Mode;
  readonly perSecond: number;
  readonly microsPerRequest: number;
  readonly rssBytes: number;
  readonly events: number;
}

const CONNECTIONS = 64;
const NEEDED = 0.3;
/** Requests before those that count: compiled code, warm files. */
const WARM = 4_000;

/**
 * The durable path (signature, synced inbox, decoding, events in the store, nothing left waiting) against a bare Fastify JSON route. Both serve
 * the same bytes from a process of their own, in turn (A B B A), each on a fresh file; the effect is counted, not only the answers.
 */
export async function run(arguments_: readonly string[]): Promise<boolean> {
  const requests = Number(arguments_[0] ?? 12_000);
  const rounds = Number(arguments_[1] ?? 2);
  const runs: Run[] = [];
  const order: Mode[] = Array.from({ length: rounds }, (_, n): Mode[] =>
    n % 2 ? ["full", "bare"] : ["bare", "full"],
  ).flat();
  for (const [index, mode] of order.entries()) {
    const result = await measure(mode, `run-${index}`, requests);
    runs.push(result);
    console.log(describe(result));
  }
  const ratio = median(runs, "full", "perSecond") / median(runs, "bare", "perSecond");
  const tail = median(runs, "full", "p99Ms") / median(runs, "bare", "p99Ms");
  console.log(
    `ratio full / bare: ${ratio.toFixed(2)} (needed ${NEEDED}); p99 ${tail.toFixed(1)} times the bare route's`,
  );
  return ratio >= NEEDED;
}

async function measure(mode: Mode, name: string, count: number): Promise<Run> {
  const warm = await signMany(`warm-${name}-${process.pid}`, WARM);
  const { requests, events } = await signMany(`${name}-${process.pid}`, count);
  const folder = mkdtempSync(join(tmpdir(), "annalist-bench-"));
  const script = mode === "bare" ? "bare-child.ts" : "../e2e/ingest-child.ts";
  const server = fork(fileURLToPath(new URL(script, import.meta.url)), [folder], { stdio: "inherit" });
  const [{ port }] = (await once(server, "message")) as [{ port: number }];
  await sendAll(port, warm.requests, CONNECTIONS);
  const before = await settle(server);
  const started = performance.now();
  const load = await sendAll(port, requests, CONNECTIONS);
  const after = await settle(server);
  // Includes decoding and storing what was still waiting when the last answer came.
  const seconds = (performance.now() - started) / 1_000;
  server.send("close");
  await once(server, "exit");
  rmSync(folder, { recursive: true });
  const stored = after.events - before.events;
  if (mode === "full" && (stored !== events || after.backlog !== 0)) {
    throw new Error(`${stored} events are stored of ${events} that were sent; backlog ${after.backlog}`);
  }
  const microsPerRequest = (after.cpuMicros - before.cpuMicros) / count;
  return {
    ...load,
    mode,
    seconds,
    microsPerRequest,
    perSecond: count / seconds,
    rssBytes: after.rssBytes,
    events: stored,
  };
}

async function settle(server: ChildProcess): Promise<Settled> {
  server.send("settle");
  const [settled] = (await once(server, "message")) as [Settled];
  return settled;
}

function describe({ mode, perSecond, microsPerRequest, p50Ms, p99Ms, rssBytes, events }: Run): string {
  return [
    mode.padEnd(4),
    `${perSecond.toFixed(0).padStart(6)} requests/s`,
    `${microsPerRequest.toFixed(0).padStart(4)} µs CPU each`,
    `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
    `RSS ${(rssBytes / 2 ** 20).toFixed(0)} MiB`,
    mode === "full" ? `${events} events stored` : "",
  ].join("  ");
}

function median(runs: readonly Run[], mode: Mode, of: "perSecond" | "p99Ms"): number {
  const values = runs
    .filter((each) => each.mode === mode)
    .map((each) => each[of])
    .sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 ? (values[middle] ?? 0) : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
}
