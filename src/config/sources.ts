import { parseInstant } from "../domain/time.ts";
import type { Secret, Source } from "../ingest/source.ts";
import type { AuthKind, SourceKind } from "../sources/lib/define.ts";
import type { Finding, Path } from "./problem.ts";
import { type SecretShelf, takeSecret } from "./secrets.ts";
import { makeApi } from "./source-api.ts";
import type { AuthEntry, SourceEntry } from "./source-schema.ts";

const SHORTEST_SECRET = 16;

/**
 * What is wrong with the list of sources as a whole: names twice, and `sharesKeysWith` that leads nowhere.
 *
 * @param entries null where one has not the right shape
 * @param names of all of them, as they are written
 */
export function checkSources(entries: readonly (SourceEntry | null)[], names: readonly (string | null)[]): Finding[] {
  const byName = new Map(entries.filter((entry) => entry !== null).map((entry) => [entry.name, entry]));
  // What one may be called that does not say its name, or says it wrongly, and how it is meant, is not known yet.
  const unknown = new Set(names.filter((name) => name === null || !byName.has(name)));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    const twice: Finding = {
      path: ["sources", index, "name"],
      what: `"${name}" is the name of sources[${first}] already`,
      remedy: "Give each source a name of its own",
    };
    const entry = entries[index];
    const isKnown = !unknown.has(null) && !unknown.has(entry?.sharesKeysWith ?? "");
    return [
      ...(name !== null && first < index ? [twice] : []),
      ...(entry && isKnown ? checkSharing(entry, index, byName) : []),
    ];
  });
}

function checkSharing(entry: SourceEntry, index: number, byName: ReadonlyMap<string, SourceEntry>): Finding[] {
  if (entry.sharesKeysWith === undefined) return [];
  const path = ["sources", index, "sharesKeysWith"];
  const other = byName.get(entry.sharesKeysWith);
  if (!other || other === entry) {
    return [{ path, what: `"${entry.sharesKeysWith}" is no other source`, remedy: "Name another source of this kind" }];
  }
  if (other.kind !== entry.kind) {
    return [{ path, what: `"${other.name}" is of kind ${other.kind}`, remedy: `Name a source of kind ${entry.kind}` }];
  }
  if (other.sharesKeysWith === undefined) return [];
  return [{ path, what: `"${other.name}" shares its keys itself`, remedy: `Write "${other.sharesKeysWith}" here too` }];
}

/** Makes a source, its secrets taken from where the configuration says. Without a shelf it has none: drafting needs none. */
export function makeSource(entry: SourceEntry, kind: SourceKind, path: Path, shelf: SecretShelf | null): Source {
  const auth = shelf
    ? (entry.auth ?? []).flatMap((one, index) => takeAuth(shelf, one, kind.auth, [...path, "auth", index]))
    : [];
  const api = shelf && entry.api ? makeApi(entry.api, [...path, "api"], shelf) : undefined;
  const { name, sharesKeysWith: keyName = name, options = {} } = entry;
  return { name, kind, auth, keyName, options, ...(api && { api }) };
}

function takeAuth(shelf: SecretShelf, entry: AuthEntry, ways: readonly AuthKind[], path: Path): Secret[] {
  const given = ways.filter((way) => entry[way] !== undefined || entry[`${way}_file`] !== undefined);
  const [way] = given;
  if (way === undefined || given.length > 1 || (entry[way] !== undefined && entry[`${way}_file`] !== undefined)) {
    const found = way === undefined ? "no secret stands here" : "several secrets stand in one element";
    const remedy = `Write exactly one of ${ways.flatMap((one) => [one, `${one}_file`]).join(", ")} in each element`;
    shelf.findings.push({ path, what: found, remedy });
    return [];
  }
  const value = takeSecret(shelf, entry, way, path);
  const until = entry["notAfter"] === undefined ? undefined : parseInstant(entry["notAfter"]);
  if (until === null) {
    shelf.findings.push({
      path: [...path, "notAfter"],
      what: "this is not a time with a zone",
      remedy: 'Write it as "2026-03-01T00:00:00Z"',
    });
  }
  if (value === undefined) return [];
  const secret = way === "basic" ? splitBasic(value) : { value };
  return [{ kind: way, ...secret, ...(until ? { notAfter: until.at } : {}) }];
}

function splitBasic(text: string): { user?: string; value: string } {
  const colon = text.indexOf(":");
  return colon < 0 ? { value: text } : { user: text.slice(0, colon), value: text.slice(colon + 1) };
}

/** A variable that is not set stays as it is written; that it is missing is said elsewhere. */
const UNSET = /^\$\{\w+\}$/;

/** Warns of secrets that are short enough to be guessed. */
export function warnOfSecrets(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ auth }, index) =>
    auth.some(({ value }) => value.length < SHORTEST_SECRET && !UNSET.test(value))
      ? [
          {
            path: ["sources", index, "auth"],
            what: `a secret of fewer than ${SHORTEST_SECRET} characters can be guessed`,
            remedy: "Make a longer one, for example with: openssl rand -hex 32",
          },
        ]
      : [],
  );
}
