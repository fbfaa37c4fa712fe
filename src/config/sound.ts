import type { Finding, Path } from "./problem.ts";
import type { ConfigFile } from "./schema.ts";
import type { SourceEntry } from "./source-schema.ts";

/** What of a configuration file has the right shape. */
export interface Sound {
  readonly file: Omit<ConfigFile, "sources">;
  /** In their places; null where one has not. */
  readonly sources: readonly (SourceEntry | null)[];
  /** The names of all sources as they are written, also of those that have not the right shape; null where none stands there. */
  readonly names: readonly (string | null)[];
  /** Whether a trusted topic was left out, by which a source may come without a secret. */
  readonly lacksTrusted: boolean;
}

/** How deep the parts lie that can be looked at without their neighbours; all others are members of the file. */
const DEPTHS: Readonly<Record<string, number>> = { sources: 2, server: 3, incidents: 2, targets: 2 };

/** Leaves out of a file what its shape's findings are about: the rest may have something to mend, too, and is told at once. */
export function soundOf(value: unknown, findings: readonly Finding[]): Sound {
  if (findings.some(({ path }) => path.length === 0)) return { file: {}, sources: [], names: [], lacksTrusted: false };
  const file = structuredClone(value) as Record<string, unknown>;
  for (const { path } of findings) leaveOut(file, path.slice(0, DEPTHS[String(path[0])] ?? 1));
  const { sources = [], ...others } = file as Partial<ConfigFile>;
  return {
    file: others,
    sources: sources as readonly (SourceEntry | null)[],
    names: namesOf(value),
    lacksTrusted: others.kafka === undefined && namesTrusted(value),
  };
}

function namesOf(value: unknown): (string | null)[] {
  const { sources } = value as { sources?: unknown };
  if (!Array.isArray(sources)) return [];
  return sources.map((entry) => (typeof entry?.name === "string" ? entry.name : null));
}

function namesTrusted(value: unknown): boolean {
  const topics = (value as { kafka?: { topics?: unknown } | null }).kafka?.topics;
  return Array.isArray(topics) && topics.some((topic) => topic?.trusted === true);
}

function leaveOut(file: Record<string, unknown>, path: Path): void {
  let node: unknown = file;
  for (const step of path.slice(0, -1)) node = (node as Record<string | number, unknown> | undefined)?.[step];
  const last = path.at(-1) ?? "";
  if (Array.isArray(node)) node[Number(last)] = null;
  else if (node !== undefined && node !== null) delete (node as Record<string | number, unknown>)[last];
}
