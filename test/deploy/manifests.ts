import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Compile } from "typebox/schema";
import { parseAllDocuments } from "yaml";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { ReadText } from "../../src/config/secrets.ts";
import { loadSources } from "../../src/sources/lib/load.ts";

const registry = await loadSources();

/** A file of `deploy/`, by its path there. */
export const deployed = (path: string): string => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));

export const readDeployed = (path: string): string => readFileSync(deployed(path), "utf8");

/** Every document of a YAML file, read as programs in Go read it: with `<<`. */
export function readDocuments(text: string): unknown[] {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

/** What a published JSON schema finds wrong; a line each. */
export function compileSchema(name: string, definition?: string): (value: unknown) => string[] {
  const schema: { $defs: Record<string, object> } = JSON.parse(
    readFileSync(new URL(`schemas/${name}`, import.meta.url), "utf8"),
  );
  const validator = Compile(definition === undefined ? schema : { ...schema.$defs[definition], $defs: schema.$defs });
  return (value) => {
    if (validator.Check(value)) return [];
    const [, errors] = validator.Errors(value);
    return errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  };
}

/** A configuration of `deploy/`, as a server loads it; throws with every problem and every warning. */
export function loadDeployed(path: string, environment: Record<string, string>, read: ReadText): Config {
  const surroundings = { environment, registry, purpose: "serve", read } as const;
  const loaded = loadConfig(readDeployed(path), "/etc/annalist.yaml", surroundings);
  const found = [...(loaded.ok ? [] : loaded.problems), ...loaded.warnings];
  if (!loaded.ok || found.length > 0) throw new Error(found.map((one) => formatProblem(path, one)).join("\n"));
  return loaded.config;
}

/** Sources by name and kind: what a front door and its workers must agree on. */
export const namesOf = ({ sources }: Config): [string, string][] => sources.map(({ name, kind }) => [name, kind.name]);
