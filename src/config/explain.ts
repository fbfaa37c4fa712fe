import type { TSchema } from "typebox";
import { Settings } from "typebox/system";
import Value from "typebox/value";
import { nearest } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

/** A finding that may be about a key rather than its value. */
export type SchemaFinding = Finding & { readonly atKey?: boolean };

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
  const key = String(path.at(-1));
  const known = Object.keys((parent["properties"] as object | undefined) ?? {});
  const guess = nearest(key, known);
  const remedy = guess === null ? `Known here: ${known.join(", ")}` : `Did you mean "${guess}"?`;
  return {
    path,
    what: `there is no setting "${key}" here`,
    remedy: remedy.replace(/\?$/, "? If not, remove it"),
    atKey: true,
  };
}

function wrongValue(path: Path, node: Node, value: unknown, mayQuote: (path: Path) => boolean): SchemaFinding {
  const shown =
    mayQuote(path) && (typeof value === "string" || typeof value === "number") ? JSON.stringify(value) : null;
  const remedy = `${guessOf(node, value, shown)}Write ${expectation(node)}`;
  if (value === "" || (Array.isArray(value) && value.length === 0)) return { path, what: "this is empty", remedy };
  const what = shown === null ? `this is ${typeName(value)} that cannot stand here` : `${shown} cannot stand here`;
  return { path, what, remedy };
}

function guessOf(node: Node, value: unknown, shown: string | null): string {
  const known = node["enum"];
  if (shown === null || !Array.isArray(known) || known.length === 1) return "";
  const guess = nearest(String(value), known.map(String));
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
