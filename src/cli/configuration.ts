import { readFileSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { type Loaded, loadConfig } from "../config/load.ts";
import { formatProblem, type Problem } from "../config/problem.ts";
import { loadSources, type SourceRegistry } from "../sources/lib/load.ts";
import { CommandError, type Shell } from "./shell.ts";

/** The configuration that `serve` makes at its first start, and that other commands use where none is named. */
export const FIRST_RUN_FILE = "data/first-run.json";

const readText = (path: string): string => readFileSync(path, "utf8");

/**
 * Reads a configuration file and notes its warnings.
 *
 * @throws CommandError that lists every problem, if there is one, or says why the file cannot be read
 */
export async function readConfiguration(file: string, purpose: "serve" | "draft", shell: Shell): Promise<Config> {
  const { loaded } = await checkConfiguration(file, purpose, shell);
  const lines = (problems: readonly Problem[]) => problems.map((problem) => formatProblem(file, problem));
  for (const line of lines(loaded.warnings)) shell.note(`warning: ${line}`);
  if (loaded.ok) return loaded.config;
  const count = loaded.problems.length === 1 ? "a problem" : `${loaded.problems.length} problems`;
  throw new CommandError([...lines(loaded.problems), `The configuration ${file} has ${count}.`].join("\n"));
}

/** The same without judging: for `check-config`. */
export async function checkConfiguration(
  file: string,
  purpose: "serve" | "draft",
  shell: Shell,
): Promise<{ readonly loaded: Loaded; readonly registry: SourceRegistry }> {
  const text = readInput(file);
  const registry = await loadSources();
  const surroundings = { environment: shell.environment, registry, read: readText, purpose };
  return { loaded: loadConfig(text, file, surroundings), registry };
}

function readInput(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    const way =
      file === FIRST_RUN_FILE
        ? " Name yours with --config FILE, or start `annalist serve` once, which makes this one."
        : "";
    throw new CommandError(`The configuration ${file} cannot be read: ${reasonOf(error)}.${way}`);
  }
}

/** What a failed file operation failed of, in words. `wanted`: what was to be done with the file. */
export function reasonOf(error: unknown, wanted: "read" | "write" = "read"): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: `this user may not ${wanted} it`,
    EISDIR: "it is a folder",
    ENOTDIR: "a part of its path is no folder",
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
