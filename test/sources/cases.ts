import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseInstant } from "../../src/domain/time.ts";
import type { Proof, Secret } from "./sign.ts";

/** `request.json` of a case folder. */
interface Request {
  /** Why this case exists. */
  readonly note: string;
  readonly headers?: Record<string, string>;
  /** The source's live secret. Without it the delivery comes by a trusted way, as a capture line does. */
  readonly auth?: Secret;
  /** How the request proves itself; `right` if left out. */
  readonly proof?: Proof;
  /** The kind's own options. */
  readonly options?: Record<string, unknown>;
  /** RFC 3339; a fixed instant if left out. */
  readonly receivedAt?: string;
  /** Another case of this kind whose events this one must repeat, with the same keys and the same content. */
  readonly repeats?: string;
}

export interface Case {
  readonly kind: string;
  readonly name: string;
  readonly folder: string;
  readonly request: Request;
  readonly body: Buffer;
  /** Microseconds since 1970. */
  readonly receivedAt: number;
}

const ROOT = fileURLToPath(new URL("./", import.meta.url));
const RECEIVED_AT = "2026-05-04T12:00:00.250Z";

/** Names of the folders that hold cases: every folder beside this file but `lib`. */
export function caseKinds(): string[] {
  return foldersOf(ROOT).filter((name) => name !== "lib");
}

/** Reads every case of a kind. Throws if a folder is no case: a test that is not run would be a test that cannot fail. */
export function casesOf(kind: string): Case[] {
  const folder = `${ROOT}${kind}/`;
  return existsSync(folder) ? foldersOf(folder).map((name) => readCase(kind, name)) : [];
}

function readCase(kind: string, name: string): Case {
  const folder = `${ROOT}${kind}/${name}/`;
  const bodies = ["body.json", "body.txt"].filter((file) => existsSync(folder + file));
  if (bodies.length !== 1 || !existsSync(`${folder}request.json`))
    throw new Error(`${folder} is no case: it needs request.json, and body.json or body.txt`);
  const request = JSON.parse(readFileSync(`${folder}request.json`, "utf8")) as Request;
  const receivedAt = parseInstant(request.receivedAt ?? RECEIVED_AT);
  if (!receivedAt) throw new Error(`${folder}request.json: receivedAt is no RFC 3339 time`);
  const body = readFileSync(`${folder}${bodies[0]}`);
  return { kind, name, folder, request, body, receivedAt: receivedAt.at };
}

function foldersOf(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
