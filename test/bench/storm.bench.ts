import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Served, serve, temporaryFolder } from "../annalist.ts";
import type { Signed } from "./signed.ts";
import { lastKeyOf, stormDeliveries } from "./storm-alerts.ts";

const CONFIGURATION = `
sources:
  - { name: alertmanager, kind: alertmanager, auth: [ { bearer: a secret of the bench } ] }
server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } }
store: { kind: sqlite, path: data }
log: { level: warn }
`;
const WRITERS = 16;
const READ_EVERY_MS = 2_000;
const DONE_WITHIN_MS = 300_000;
/** What the server must stay under. */
const MOST_MIB = 512;
const MOST_READ_MS = 500;

/**
 * A whole server on SQLite under a storm of alerts, with a reader of its pages' API beside it.
 *
 *     npm run bench -- storm [alerts] [alerts in a delivery] [seconds] [check]
 *
 * With `check`, fails where anything acknowledged is not stored, or a bar of memory or of reading is missed.
 */
export async function run([alerts = "100000", together = "20", seconds = "60", check]: readonly string[]) {
  const startS = Math.floor(Date.now() / 1_000);
  const shape = { alerts: Number(alerts), together: Number(together), seconds: Number(seconds), startS };
  const deliveries = stormDeliveries(shape);
  using folder = temporaryFolder();
  const server = await serve(["--config", folder.write("annalist.yaml", CONFIGURATION)], { cwd: folder.path });
  try {
    const before = memoryOf(server.pid);
    const reader = readNowAndThen(server);
    const began = performance.now();
    const since = () => seconds1(performance.now() - began);
    const sending = await sendAll(server, deliveries, shape.seconds * 1_000);
    const sent = since();
    const decoded = await untilDecoded(server);
    const empty = decoded ? since() : "never";
    const shown = await untilShown(server, lastKeyOf(shape));
    const all = shown ? since() : "never";
    const reads = await reader.stop();
    const stored = await storedEvents(server);
    const { peak, now } = memoryOf(server.pid);
    const answers = sending.latencies;
    console.log(`storm: ${alerts} alerts in ${deliveries.length} deliveries within ${seconds} s`);
    console.log(
      `  acknowledged ${sending.acknowledged} in ${sent}; refused for now ${sending.refused}; stored ${stored}`,
    );
    console.log(`  answers: p50 ${ms(answers, 0.5)}, p99 ${ms(answers, 0.99)}, max ${ms(answers, 1)}`);
    console.log(`  backlog 0 after ${empty}, all of it shown after ${all}`);
    console.log(`  reads: ${reads.length}, p50 ${ms(reads, 0.5)}, p95 ${ms(reads, 0.95)}, max ${ms(reads, 1)}`);
    console.log(`  memory (RSS): ${before.now} MiB before, ${now} MiB after, at most ${peak} MiB`);
    console.log(`  CPU: ${cpuSeconds(server.pid).toFixed(1)} s`);
    const isWhole = sending.acknowledged === deliveries.length && stored === shape.alerts && decoded && shown;
    return !check || (isWhole && peak <= MOST_MIB && at(reads, 0.95) <= MOST_READ_MS);
  } finally {
    await server.stop();
  }
}

/** Sends at an even pace, over several connections; what is refused for now is sent again, as senders do. */
async function sendAll({ webhooks }: Served, deliveries: readonly Signed[], withinMs: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: WRITERS });
  const began = performance.now();
  const latencies: number[] = [];
  let refused = 0;
  const send = async (delivery: Signed): Promise<void> => {
    const sentAt = performance.now();
    const status = await post(`${webhooks}${delivery.path}`, delivery, agent);
    latencies.push(performance.now() - sentAt);
    if (status === 202) return;
    if (status !== 503) throw new Error(`a delivery was answered ${status}`);
    refused += 1;
    await sleep(500);
    await send(delivery);
  };
  const waiting = deliveries.entries();
  const write = async () => {
    // Not `for … of`: the first writer that ends would end the others.
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      const [n, delivery] = next.value;
      await sleep(Math.max(0, (n / deliveries.length) * withinMs - (performance.now() - began)));
      await send(delivery);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  agent.destroy();
  return { acknowledged: latencies.length - refused, refused, latencies: latencies.sort((a, b) => a - b) };
}

function post(url: string, { headers, body }: Signed, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

/** Reads the list of incidents and the draft of its first, again and again. */
function readNowAndThen({ pages }: Served) {
  const took: number[] = [];
  const ended = new AbortController();
  const read = async (path: string) => {
    const began = performance.now();
    const answer = await fetch(`${pages}/api/v1${path}`);
    const text = await answer.text();
    took.push(performance.now() - began);
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return text;
  };
  const reading = (async () => {
    while (!ended.signal.aborted) {
      const { items } = JSON.parse(await read("/incidents")) as { items: { id: string }[] };
      if (items[0]) await read(`/incidents/${items[0].id}/draft`);
      await sleep(READ_EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      ended.abort();
      await reading;
      return took.sort((a, b) => a - b);
    },
  };
}

const untilDecoded = ({ webhooks }: Served): Promise<boolean> =>
  asked(async () => {
    const metrics = await (await fetch(`${webhooks}/metrics`)).text();
    return /^annalist_inbox_backlog 0$/m.test(metrics);
  });

/** A draft holds what `GET /events/<key>` knows of. */
const untilShown = ({ pages }: Served, key: string): Promise<boolean> =>
  asked(async () => (await fetch(`${pages}/api/v1/events/${encodeURIComponent(key)}`)).ok);

async function asked(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + DONE_WITHIN_MS;
  while (performance.now() < deadline) {
    if (await isSo()) return true;
    await sleep(200);
  }
  return false;
}

async function storedEvents({ pages }: Served): Promise<number> {
  const { items } = (await (await fetch(`${pages}/api/v1/sources`)).json()) as { items: { events: number }[] };
  return items.reduce((sum, { events }) => sum + events, 0);
}

/** Resident memory, MiB: the most that it ever was, and what it is. Linux only. */
function memoryOf(pid: number): { readonly peak: number; readonly now: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mib = (name: string) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024);
  return { peak: mib("VmHWM"), now: mib("VmRSS") };
}

/** Processor time of all its threads; Linux counts it in hundredths. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
const ms = (sorted: readonly number[], part: number): string => `${at(sorted, part).toFixed(0)} ms`;
const seconds1 = (span: number): string => `${(span / 1_000).toFixed(1)} s`;
