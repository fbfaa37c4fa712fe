import { MINUTE, type Span } from "../domain/time.ts";
import type { SourceApi } from "../ingest/source.ts";
import { parseDuration } from "./duration.ts";
import type { Path } from "./problem.ts";
import { type SecretShelf, takeSecret } from "./secrets.ts";
import type { ApiEntry } from "./source-schema.ts";

/** How to ask the sender itself; undefined where no token can be had. What is wrong is put on the shelf. */
export function makeApi(written: ApiEntry, path: Path, shelf: SecretShelf): SourceApi | undefined {
  const { url, reconcile } = written;
  const token = takeSecret(shelf, { ...written }, "token", path);
  if (token === undefined && written.token_file === undefined) {
    const remedy = "Add token_file, or a token that an environment variable holds";
    shelf.findings.push({ path, what: "there is no token to ask with", remedy });
  }
  if (url !== undefined) checkUrl(url, [...path, "url"], shelf);
  const note = makeNote(written, path, shelf);
  const redeliver = makeRedelivery(written, path, shelf);
  const every = makeInterval(reconcile, [...path, "reconcile"], shelf);
  if (token === undefined) return undefined;
  return {
    token,
    ...(url === undefined ? {} : { url: trimmed(url) }),
    ...(every === null ? {} : { reconcileEvery: every }),
    ...(note && { note }),
    ...(redeliver && { redeliver }),
  };
}

/** A round lists all of the last day, page by page, and vendors count requests by the minute, whoever of a company sends them. */
const LEAST_INTERVAL: Span = MINUTE;

function makeInterval(written: string | undefined, path: Path, shelf: SecretShelf): Span | null {
  const every = written === undefined ? null : parseDuration(written);
  if (every === null || every >= LEAST_INTERVAL) return every;
  shelf.findings.push({
    path,
    what: `${written} is too often for the API of a vendor`,
    remedy: "Write 1m or longer; 15m does for most",
  });
  return null;
}

function makeRedelivery({ redeliver, hooks }: ApiEntry, path: Path, shelf: SecretShelf): SourceApi["redeliver"] {
  const every = makeInterval(redeliver, [...path, "redeliver"], shelf);
  if (every !== null && hooks) return { every, hooks };
  if ((redeliver === undefined) !== (hooks === undefined)) {
    const remedy = 'Write both: redeliver: 10m and hooks: ["orgs/acme/hooks/12345678"]';
    shelf.findings.push({ path, what: "redeliver and hooks stand alone", remedy });
  }
  return undefined;
}

function makeNote({ note, from, pages }: ApiEntry, path: Path, shelf: SecretShelf): SourceApi["note"] {
  if (pages !== undefined && !URL.canParse(pages)) {
    const remedy = 'Write it as "https://annalist.example.com"';
    shelf.findings.push({ path: [...path, "pages"], what: "this is no web address", remedy });
  }
  if (!note) return undefined;
  if (from === undefined || !/^[^@\s]+@[^@\s]+$/.test(from)) {
    const remedy = 'Add from: "person@example.com", the address with which a person logs in there';
    shelf.findings.push({ path: [...path, "note"], what: "nobody is named in whose name notes are written", remedy });
    return undefined;
  }
  return { from, ...(pages === undefined ? {} : { pages: trimmed(pages) }) };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const trimmed = (url: string): string => url.replace(/\/+$/, "");

function checkUrl(url: string, at: Path, shelf: SecretShelf): void {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== "" || parsed.username !== "") {
    shelf.findings.push({ path: at, what: "this is no web address", remedy: 'Write it as "https://api.example.com"' });
  } else if (parsed.protocol === "http:" && !LOOPBACK.test(parsed.hostname)) {
    shelf.findings.push({ path: at, what: "the token would travel in the clear", remedy: "Write an https:// address" });
  }
}
