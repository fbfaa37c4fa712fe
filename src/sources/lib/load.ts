import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AuthKind, SourceKind } from "./define.ts";

/** Every kind of source by its name. */
export type SourceRegistry = ReadonlyMap<string, SourceKind>;

const AUTH_KINDS: ReadonlySet<AuthKind> = new Set(["hmac", "bearer", "basic", "standardWebhooks", "urlToken"]);
const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** TypeScript runs as it is in a checkout; in the built package the same files end in `.js`. */
const ENDING = import.meta.url.endsWith(".ts") ? ".source.ts" : ".source.js";

/**
 * Loads every source kind of a folder: one file, `<kind>.source.ts`, is one kind, and the folder is the registry.
 *
 * @param folder where to look; the folder of the built-in kinds if left out
 * @throws Error that names the file and the problem, if a kind cannot be loaded or does not declare what it needs
 */
export async function loadSources(folder: URL = new URL("../", import.meta.url)): Promise<SourceRegistry> {
  const path = folder.href.endsWith("/") ? folder : new URL(`${folder.href}/`);
  const files = (await readdir(path)).filter((file) => file.endsWith(ENDING)).sort();
  if (files.length === 0) throw new Error(`no source kinds: ${fileURLToPath(path)} holds no file named *${ENDING}`);
  const kinds = await Promise.all(files.map((file) => loadKind(path, file)));
  return new Map(kinds.map((kind) => [kind.name, kind]));
}

async function loadKind(folder: URL, file: string): Promise<SourceKind> {
  const url = new URL(file, folder);
  const complain = (problem: string, cause?: unknown) =>
    new Error(`source kind ${fileURLToPath(url)}: ${problem}`, cause === undefined ? {} : { cause });
  const module: { default?: SourceKind } = await import(url.href).catch((cause: unknown) => {
    throw complain(`cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  });
  const kind = module.default;
  if (typeof kind !== "object" || kind === null) throw complain("has no default export; export defineSource({…})");
  const problem = problemOf(kind, file.slice(0, -ENDING.length));
  if (problem) throw complain(problem);
  return kind;
}

/** What is wrong with a kind's declaration, as a sentence's end; null if nothing is. */
function problemOf(kind: SourceKind, fileName: string): string | null {
  if (kind.name !== fileName) return `its name is "${kind.name}", but the file's name says "${fileName}"`;
  if (!KEBAB_CASE.test(kind.name)) return `its name "${kind.name}" is not kebab-case (a-z, 0-9, single hyphens)`;
  if (!Number.isSafeInteger(kind.bodyLimit) || kind.bodyLimit <= 0)
    return "bodyLimit must be a number of bytes above zero";
  if (typeof kind.payload !== "object" || kind.payload === null) return "payload must be a TypeBox schema";
  if (typeof kind.normalize !== "function") return "normalize must be a function";
  if (!Array.isArray(kind.headers)) return "headers must be a list, empty if normalize reads none";
  const header = headersOf(kind).find((name) => name !== name.toLowerCase());
  if (header !== undefined) return `header "${header}" must be written in lower case`;
  return authProblemOf(kind);
}

function authProblemOf({ auth, hmac, tokenHeader, tokenField }: SourceKind): string | null {
  if (!Array.isArray(auth) || auth.length === 0)
    return "auth must name at least one way in which the sender proves itself";
  const unknown = auth.find((way) => !AUTH_KINDS.has(way));
  if (unknown !== undefined) return `auth "${unknown}" is unknown; known are ${[...AUTH_KINDS].join(", ")}`;
  if (auth.includes("hmac") && !hmac) return "auth names hmac, but there is no hmac scheme";
  if (hmac && !auth.includes("hmac")) return "there is an hmac scheme, but auth does not name hmac";
  if (tokenHeader !== undefined && !auth.includes("bearer"))
    return "there is a tokenHeader, but auth does not name bearer";
  if (tokenField !== undefined && !auth.includes("bearer"))
    return "there is a tokenField, but auth does not name bearer";
  return null;
}

function headersOf({ headers, hmac, tokenHeader }: SourceKind): string[] {
  return [...headers, tokenHeader, hmac?.header, hmac?.timestamp?.header].filter((name) => name !== undefined);
}
