import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { buildWebhooksApp } from "../src/app.ts";
import { formatInstant } from "../src/domain/time.ts";
import { openSqliteInbox } from "../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest } from "../src/ingest/ingest.ts";
import type { Source } from "../src/ingest/source.ts";
import { loadSources, type SourceRegistry } from "../src/sources/lib/load.ts";
import { openMemoryStore } from "../src/store/memory/memory-store.ts";
import { SILENT } from "../src/telemetry/log.ts";
import { type Proof, send } from "./sources/sign.ts";

// Posts every file of a folder of real payloads (one folder a vendor) through the webhooks' app: signed rightly, wrongly, not at all,
// and altered after signing. Prints a table of what became of each, and exits with 1 if any was answered as it must not be.
//
//   node test/conformance.ts FOLDER

const FOLDER_KINDS: Readonly<Record<string, string>> = { cdevents: "cloudevents" };
const SECRET = "conformance-secret";

interface Sample {
  readonly name: string;
  readonly kind: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

function samplesOf(folder: string, kinds: SourceRegistry): Sample[] {
  const known = readdirSync(folder).filter((name) => kinds.has(FOLDER_KINDS[name] ?? name));
  return known.sort().flatMap((name) =>
    readdirSync(join(folder, name))
      .sort()
      .map((file) => sampleOf(`${name}/${file}`, FOLDER_KINDS[name] ?? name, readFileSync(join(folder, name, file)))),
  );
}

/** A file is a body; one that ends in `.http.txt` holds headers, an empty line, and the body. */
function sampleOf(name: string, kind: string, content: Buffer): Sample {
  if (name.endsWith(".http.txt")) return { name, kind, ...splitHttp(content.toString("utf8").trimStart()) };
  const headers: Record<string, string> = {
    "content-type": name.startsWith("cloudevents/") ? "application/cloudevents+json" : "application/json",
  };
  if (kind === "github") headers["x-github-event"] = name.split("/")[1]?.split(".")[0] ?? "";
  return { name, kind, headers, body: content };
}

function splitHttp(text: string): { headers: Record<string, string>; body: Buffer } {
  const [head = "", ...rest] = text.split("\n\n");
  const headers = head.split("\n").flatMap((line) => {
    const match = /^([\w-]+): (.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    return name && !["host", "content-length"].includes(name) ? [[name, match?.[2] ?? ""]] : [];
  });
  return { headers: Object.fromEntries(headers), body: Buffer.from(rest.join("\n\n").trimEnd()) };
}

function sourceOf(kinds: SourceRegistry, name: string): Source {
  const kind = kinds.get(name);
  const [auth] = kind?.auth ?? [];
  if (!kind || !auth) throw new Error(`no kind ${name}`);
  return { name, kind, auth: [{ kind: auth, value: SECRET }], keyName: name, options: {} };
}

async function post(
  app: FastifyInstance,
  source: Source,
  sample: Sample,
  proof: Proof,
): Promise<{ status: number; delivery: string }> {
  const [secret] = source.auth;
  const stamp = source.kind.hmac?.timestamp?.required ? String(Math.floor(Date.now() / 1000)) : undefined;
  const sent = send(source.kind, secret ? { [secret.kind]: SECRET } : {}, proof, sample.body, stamp);
  const url = `/webhooks/${source.name}${sent.urlToken === undefined ? "" : `?token=${sent.urlToken}`}`;
  const response = await app.inject({
    method: "POST",
    url,
    headers: { ...sample.headers, ...sent.headers },
    payload: sent.body,
  });
  const answer: { delivery?: string } = response.statusCode === 202 ? response.json() : {};
  return { status: response.statusCode, delivery: answer.delivery ?? "" };
}

/** Answers of a sample, right first; what must be refused is sent before anything of it is stored. */
async function run(folder: string): Promise<number> {
  const kinds = await loadSources();
  const data = mkdtempSync(join(tmpdir(), "annalist-conformance-"));
  const sources = new Map([...kinds.keys()].map((name) => [name, sourceOf(kinds, name)]));
  const inbox = openSqliteInbox({
    folder: data,
    onFatal: (error) => {
      throw error;
    },
  });
  const store = openMemoryStore();
  const now = () => Date.now() * 1000;
  const ingest = createIngest({ sources: [...sources.values()], inbox, store, now });
  const app = buildWebhooksApp({ ingest, sources: [...sources.values()], now, log: SILENT, trouble: () => null });
  let failures = 0;
  for (const sample of samplesOf(folder, kinds)) {
    const source = sources.get(sample.kind);
    if (!source) continue;
    const proofs: Proof[] = source.auth[0]?.kind === "hmac" ? ["wrong", "missing", "altered"] : ["wrong", "missing"];
    const refusals: number[] = [];
    const kept = () => inbox.select({}, 0, Number.MAX_SAFE_INTEGER).length;
    const before = kept();
    for (const proof of proofs) refusals.push((await post(app, source, sample, proof)).status);
    const nothingKept = kept() === before;
    const { status, delivery } = await post(app, source, sample, "right");
    await ingest.drained();
    const right = status >= 200 && status < 300 && refusals.every((refusal) => refusal === 401) && nothingKept;
    if (!right) failures += 1;
    const sightings = delivery === "" ? [] : await store.readSightingsOf(delivery);
    const held = (await store.listQuarantine()).filter((record) => record.delivery === delivery);
    const events = sightings.map(
      ({ event }) =>
        `${event.kind} ${event.action} ${event.told ? formatInstant(event.told.at, event.told.precision) : "no time"} ${event.key}`,
    );
    const became = [...events, ...held.map(({ code }) => `quarantined: ${code}`)].join(" ; ") || "no event";
    console.log([right ? "ok  " : "FAIL", sample.name, status, `[${refusals.join(" ")}]`, became].join(" | "));
  }
  await ingest.close();
  rmSync(data, { recursive: true, force: true });
  console.log(`${failures} failures`);
  return failures;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node test/conformance.ts FOLDER");
process.exitCode = (await run(folder)) === 0 ? 0 : 1;
