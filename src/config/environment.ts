import { CLOSE, OPEN } from "./document.ts";
import type { Finding, Path } from "./problem.ts";

/** Environment variables by name, as the process got them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const MARKED = new RegExp(`(\\$?)\\$${OPEN}([A-Za-z_][A-Za-z0-9_]*)${CLOSE}`, "g");

/** Shells and other tools take these for variables: nobody has them for a secret. What is read as a variable is marked by now. */
const MEANT = /\$\{|^\$[A-Z_][A-Z0-9_]*$/;
const AS_WRITTEN = `Mend it: a variable is written as \${NAME}, with letters, digits and underscores, and has no default. Text that really reads so can be had from a file`;

/** A configuration's values twice: with environment variables put in, and as written, for messages. */
export interface Substituted {
  readonly value: unknown;
  readonly written: unknown;
  /** A finding for each variable that is not set, and for what was meant as one and cannot be read as one. */
  readonly unset: readonly Finding[];
}

/** Puts environment variables in for `${NAME}` in every text; `$${NAME}` stands for the text `${NAME}` itself. */
export function substitute(value: unknown, environment: Environment): Substituted {
  const unset: Finding[] = [];
  const resolved = walk(value, [], (text, path) => {
    if (MEANT.test(text))
      unset.push({ path, what: "what begins with $ here is no variable's name", remedy: AS_WRITTEN });
    return text.replace(MARKED, (_, escaped: string, name: string) => {
      if (escaped !== "") return `\${${name}}`;
      const found = environment[name];
      if (found !== undefined && found !== "") return found;
      unset.push({
        path,
        what: `the environment variable ${name} is ${found === undefined ? "not set" : "empty"}`,
        remedy: `Set ${name} before starting, or write the value here`,
      });
      return `\${${name}}`;
    });
  });
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
