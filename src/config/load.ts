import { dirname, resolve } from "node:path";
import type { SourceRegistry } from "../sources/lib/load.ts";
import { build } from "./build.ts";
import type { Config } from "./config.ts";
import { type ConfigDocument, readDocument } from "./document.ts";
import { type Environment, substitute } from "./environment.ts";
import type { SchemaFinding } from "./explain.ts";
import type { Path, Problem } from "./problem.ts";
import type { ReadText, SecretShelf } from "./secrets.ts";
import { checkShape } from "./shape.ts";
import { soundOf } from "./sound.ts";

/** What loading a configuration needs from outside. */
export interface Surroundings {
  readonly environment: Environment;
  readonly registry: SourceRegistry;
  /** Reads the files that `*_file` settings name. */
  readonly read: ReadText;
  /** `draft` needs no secrets: none is looked for, and none is missed. */
  readonly purpose: "serve" | "draft";
}

export type Loaded =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/**
 * Reads a configuration (YAML or JSON). Either it is right, or ALL problems are listed, each with its place in the file, its key, what
 * is wrong and the remedy. Secrets are never part of a problem. Pure, but for the files that `*_file` settings name.
 *
 * @param file its path, for messages; paths inside are relative to its folder
 */
export function loadConfig(text: string, file: string, surroundings: Surroundings): Loaded {
  const read = readDocument(text);
  if (!read.ok) return { ok: false, problems: read.problems, warnings: [] };
  const { value, written, unset } = substitute(read.document.value, surroundings.environment);
  const findings: SchemaFinding[] = [...checkShape(value, written, surroundings.registry)];
  const needed = unset.filter(({ path }) => surroundings.purpose === "serve" || !isForServing(path));
  const place = (found: readonly SchemaFinding[]) => sortByPlace(found, read.document);
  const shelf: SecretShelf = {
    folder: dirname(resolve(file)),
    read: surroundings.read,
    findings: [...findings, ...needed],
  };
  const { config, warnings } = build(soundOf(value, findings), surroundings, shelf);
  if (shelf.findings.length > 0) return { ok: false, problems: place(shelf.findings), warnings: place(warnings) };
  return { ok: true, config, warnings: place(warnings) };
}

function isForServing(path: Path): boolean {
  return path.includes("auth") || path.includes("api") || ["kafka", "server", "store", "log"].includes(String(path[0]));
}

function sortByPlace(findings: readonly SchemaFinding[], document: ConfigDocument): Problem[] {
  return findings.map((found) => document.place(found)).sort((a, b) => a.line - b.line || a.column - b.column);
}
