import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Listed } from "./history.ts";

/** What was fetched already. Losing it costs time and nothing else: what is fetched again is known by its content. */
export interface Marks {
  has(listed: Listed): boolean;
  /** The version that was kept last; undefined: none. */
  versionOf(name: string): string | undefined;
  keep(listed: Listed): void;
}

/** Remembers nothing. */
export const NO_MARKS: Marks = { has: () => false, versionOf: () => undefined, keep: () => {} };

/**
 * Marks in a file, a line each: a crash costs the line that was being written. The file is written anew when it is opened, without what
 * was superseded.
 *
 * @throws as node:fs does, where the file cannot be written
 */
export function openMarks(path: string): Marks {
  const kept = read(path);
  const lines = [...kept].map(([name, version]) => line({ name, version }));
  writeFileSync(`${path}.new`, lines.join(""), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return {
    has: ({ name, version }) => version !== "" && kept.get(name) === version,
    versionOf: (name) => kept.get(name),
    keep({ name, version }) {
      kept.set(name, version);
      appendFileSync(path, line({ name, version }));
    },
  };
}

const line = ({ name, version }: Listed): string => `${JSON.stringify([name, version])}\n`;

function read(path: string): Map<string, string> {
  const kept = new Map<string, string>();
  for (const written of textOf(path).split("\n")) {
    const [name, version] = pairOf(written);
    if (typeof name === "string" && typeof version === "string") kept.set(name, version);
  }
  return kept;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function pairOf(written: string): readonly unknown[] {
  try {
    const pair: unknown = JSON.parse(written);
    return Array.isArray(pair) ? pair : [];
  } catch {
    return [];
  }
}
