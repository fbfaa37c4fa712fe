import type { SourceRegistry } from "../sources/lib/load.ts";
import { explain, type SchemaFinding } from "./explain.ts";
import { didYouMean } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";
import { ConfigFile } from "./schema.ts";
import { sourceSchema } from "./source-schema.ts";

/** The whole file against its schema, and each source against that of its kind. */
export function checkShape(value: unknown, written: unknown, registry: SourceRegistry): SchemaFinding[] {
  const quotable = (path: Path) =>
    !path.includes("auth") &&
    !path.includes("sasl") &&
    !path.includes("options") &&
    !path.includes("api") &&
    path.join(".") !== "store.url";
  const findings = explain(ConfigFile, value, (path) => quotable(path) && sameAt(value, written, path));
  const sources = (value as { sources?: unknown } | null)?.sources;
  if (!Array.isArray(sources)) return findings;
  const known = [...registry.keys()];
  for (const [index, entry] of sources.entries()) {
    const name: unknown = entry?.kind;
    if (typeof name !== "string") continue;
    const kind = registry.get(name);
    const path: Path = ["sources", index];
    if (!kind) {
      const at = [...path, "kind"];
      const what = sameAt(value, written, at) ? `there is no kind "${name.slice(0, 60)}"` : "there is no such kind";
      findings.push({ path: at, what, remedy: didYouMean(name.slice(0, 60), known) });
      continue;
    }
    const ofKind = explain(sourceSchema(kind), entry, () => false);
    findings.push(...ofKind.map((found) => ({ ...found, path: [...path, ...found.path] })).filter(isNew(findings)));
  }
  return findings;
}

const isNew =
  (findings: readonly Finding[]) =>
  (found: Finding): boolean =>
    !findings.some(({ path }) => path.join("/") === found.path.join("/"));

/** Whether a value was written as it is, and is not an environment variable's: that one may be a secret. */
function sameAt(value: unknown, written: unknown, path: Path): boolean {
  const at = (root: unknown) =>
    path.reduce<unknown>((node, step) => (node as Record<string | number, unknown> | null | undefined)?.[step], root);
  return at(value) === at(written);
}
