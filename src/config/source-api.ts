import type { SourceApi } from "../ingest/source.ts";
import { parseDuration } from "./duration.ts";
import type { Path } from "./problem.ts";
import { type SecretShelf, takeSecret } from "./secrets.ts";
import type { ApiEntry } from "./source-schema.ts";

/** How to ask the sender itself; undefined where no token can be had. What is wrong is put on the shelf. */
export function makeApi(written: ApiEntry, path: Path, shelf: SecretShelf): SourceApi | undefined {
  const { url, note, from, reconcile } = written;
  const token = takeSecret(shelf, { ...written }, "token", path);
  if (token === undefined && written.token_file === undefined) {
    const remedy = "Add token_file, or a token that an environment variable holds";
    shelf.findings.push({ path, what: "there is no token to ask with", remedy });
  }
  if (url !== undefined) checkUrl(url, path, shelf);
  if (note && (from === undefined || !/^[^@\s]+@[^@\s]+$/.test(from))) {
    const remedy = 'Add from: "person@example.com", the address with which a person logs in there';
    shelf.findings.push({ path: [...path, "note"], what: "nobody is named in whose name notes are written", remedy });
  }
  if (token === undefined) return undefined;
  const every = reconcile === undefined ? null : parseDuration(reconcile);
  return {
    token,
    ...(url === undefined ? {} : { url: url.replace(/\/+$/, "") }),
    ...(every === null ? {} : { reconcileEvery: every }),
    ...(note && from !== undefined ? { note: { from } } : {}),
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function checkUrl(url: string, path: Path, shelf: SecretShelf): void {
  const parsed = URL.parse(url);
  const at = [...path, "url"];
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== "" || parsed.username !== "") {
    shelf.findings.push({ path: at, what: "this is no web address", remedy: 'Write it as "https://api.example.com"' });
  } else if (parsed.protocol === "http:" && !LOOPBACK.test(parsed.hostname)) {
    shelf.findings.push({ path: at, what: "the token would travel in the clear", remedy: "Write an https:// address" });
  }
}
