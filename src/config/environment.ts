import { CLOSE, OPEN } from "./document.ts";
import type { Finding, Path } from "./problem.ts";

/** Environment variables by name, as the process got them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const MARKED = new RegExp(`(\\$?)\\$${OPEN}([A-Za-z_][A-Za-z0-9_]*)${CLOSE}`, "g");

/** A configuration's values twice: with environment variables put in, and as written, for messages. */
export interface Substituted {
  readonly value: unknown;
  readonly written: unknown;
  /** A finding for each variable that is not set. */
  readonly unset: readonly Finding[];
}

/** Puts environment variables in for `${NAME}` in every text; `$${NAME}` stands for the text `${NAME}` itself. */
export function substitute(value: unknown, environment: Environment): Substituted {
  const unset: Finding[] = [];
  const resolved = walk(value, [], (text, path) =>
    text.replace(MARKED, (_, escaped: string, name: string) => {
      if (escaped !== "") return `\${${name}}`;
      const found = environment[name];
      if (found !== undefined && found !== "") return found;
      unset.push({
        path,
        what: `the environment variable ${name} is ${found === undefined ? "not set" : "empty"}`,
        remedy: `Set ${name} before starting, or write the value here`,
      });
      return `\${${name}}`;
    }),
  );
  const written = walk(value, [], (text) => text.replaceAll(OPEN, "{").replaceAll(CLOSE, "}"));
  return { value: resolved, written, unset };
}

function walk(value: unknown, path: Path, change: (text: string, path: Path) => string): unknown {
  if (typeof value === "string") return change(value, path);
  if (Array.isArray(value)) return value.map((element, index) => walk(element, [...path, index], change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, walk(member, [...path, name], change)]),
  );
}
