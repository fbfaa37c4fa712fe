import type { TSchema } from "typebox";
import { Settings } from "typebox/system";
import Value from "typebox/value";
import { nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

/** A finding that may be about a key rather than its value. */
export type SchemaFinding = Finding & {
  readonly atKey?: boolean;
  /** What of the path may be shown, where that is not all of it. */
  readonly key?: Path;
};

type SchemaError = ReturnType<typeof Value.Errors>[number];
type Node = Readonly<Record<string, unknown>>;

/** More than anybody mends in one sitting; TypeBox stops at eight unless told otherwise. */
const MOST = 1000;

/**
 * Every way in which a value breaks a schema, in words: what is wrong, and what to write instead.
 * Values are quoted where they help and only if `mayQuote` allows it: a secret in the wrong place must not reach a screen.
 */
export function explain(schema: TSchema, value: unknown, mayQuote: (path: Path) => boolean): SchemaFinding[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MOST });
  try {
    return Value.Errors(schema, value).flatMap((error) => inWords(schema, value, error, mayQuote));
  } finally {
    Settings.Set({ maxErrors });
  }
}

function inWords(
  schema: TSchema,
  root: unknown,
  error: SchemaError,
  mayQuote: (path: Path) => boolean,
): SchemaFinding[] {
  const path = pathOf(error.instancePath, root);
  const node = schemaAt(schema, error.schemaPath);
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((name) => missing(path, name, node));
    case "boolean":
      return [unknownKey(path, schemaAt(schema, parentOf(error.schemaPath)))];
    case "additionalProperties":
      return []; // each of them was reported by its own name
    case "anyOf":
      return [wrongValue(path, node, valueAt(root, path), mayQuote)];
    default:
      if (error.schemaPath.includes("/anyOf/")) return []; // the alternatives are told of as one
      return [wrongValue(path, node, valueAt(root, path), mayQuote)];
  }
}

function missing(path: Path, name: string, node: Node): SchemaFinding {
  const wanted = expectation((node["properties"] as Record<string, Node> | undefined)?.[name] ?? {});
  return { path: [...path, name], what: `"${name}" is missing`, remedy: `Add ${name}: ${wanted}` };
}

function unknownKey(path: Path, parent: Node): SchemaFinding {
  const name = String(path.at(-1));
  const known = Object.keys((parent["properties"] as object | undefined) ?? {});
  if (!SETTING.test(name)) return unsaidKey(path, name, known);
  const guess = nearest(name, known);
  const remedy = guess === null ? `Known here: ${known.join(", ")}` : `Did you mean "${guess}"?`;
  return {
    path,
    what: `there is no setting "${name}" here`,
    remedy: remedy.replace(/\?$/, "? If not, remove it"),
    atKey: true,
  };
}

/** A name as settings have one. Anything else may be a secret that got to where a name should be. */
const SETTING = /^(?:[A-Za-z_]{1,24}|<<)$/;

function unsaidKey(path: Path, name: string, known: readonly string[]): SchemaFinding {
  const [, begins, sign] = /^([A-Za-z_]{1,24})([:=])/.exec(name) ?? [];
  const what = begins === undefined ? "there is no setting of this name here" : `there is no setting "${begins}…" here`;
  const space = sign === undefined ? "" : "Write a space after the colon that ends the name. ";
  return { path, key: path.slice(0, -1), what, remedy: `${space}Known here: ${known.join(", ")}`, atKey: true };
}

function wrongValue(path: Path, node: Node, value: unknown, mayQuote: (path: Path) => boolean): SchemaFinding {
  const shown = mayQuote(path) ? quoted(value) : null;
  const remedy = `${guessOf(node, value, shown)}Write ${expectation(node)}`;
  if (value === "" || (Array.isArray(value) && value.length === 0)) return { path, what: "this is empty", remedy };
  const what = shown === null ? `this is ${typeName(value)} that cannot stand here` : `${shown} cannot stand here`;
  return { path, what, remedy };
}

const LONGEST_QUOTE = 60;
const WITH_PASSWORD = /:\/\/[^/]*@/;

function quoted(value: unknown): string | null {
  if (typeof value === "number") return JSON.stringify(value);
  if (typeof value !== "string" || WITH_PASSWORD.test(value)) return null;
  return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value);
}

function guessOf(node: Node, value: unknown, shown: string | null): string {
  const known = node["enum"];
  if (shown === null || !Array.isArray(known) || known.length === 1) return "";
  const guess = nearest(String(value).slice(0, LONGEST_QUOTE), known.map(String));
  return guess === null ? "" : `Did you mean "${guess}"? `;
}

/** What a schema wants, as the end of a sentence that starts with "Write". */
function expectation(node: Node): string {
  if (typeof node["description"] === "string") return node["description"];
  if (Array.isArray(node["enum"])) {
    const words = node["enum"].map((word) => JSON.stringify(word)).join(", ");
    return node["enum"].length === 1 ? words : `one of ${words}`;
  }
  if (Array.isArray(node["anyOf"])) return node["anyOf"].map((one: Node) => expectation(one)).join(", or ");
  if ("const" in node) return JSON.stringify(node["const"]);
  const words: Record<string, string> = {
    string: "text, in quotes if it looks like a number",
    array: node["minItems"] === undefined ? "a list" : "a list that is not empty",
    object: "a map of settings",
    boolean: "true or false",
    integer: "a whole number",
    number: "a number",
  };
  return words[String(node["type"])] ?? "another value";
}

function typeName(value: unknown): string {
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return "a list";
  return (
    { string: "text", number: "a number", boolean: "true or false", object: "a map" }[typeof value as string] ??
    "a value"
  );
}

/** An object schema's node at a JSON pointer such as `#/properties/sources/items`. */
function schemaAt(schema: TSchema, pointer: string): Node {
  let node: unknown = schema;
  for (const step of stepsOf(pointer.replace(/^#/, ""))) node = (node as Record<string, unknown> | undefined)?.[step];
  return typeof node === "object" && node !== null ? (node as Node) : {};
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf("/"));

const stepsOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

function pathOf(pointer: string, root: unknown): Path {
  let value: unknown = root;
  return stepsOf(pointer).map((step) => {
    const inList = Array.isArray(value);
    value = (value as Record<string, unknown> | null | undefined)?.[step];
    return inList ? Number(step) : step;
  });
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | null | undefined)?.[step],
    root,
  );
}
