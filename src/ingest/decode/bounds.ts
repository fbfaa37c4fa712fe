import { accept, type Outcome, reject } from "../../domain/outcome.ts";

/** How deep arrays and objects may nest. Real payloads reach 12. */
const MOST_DEPTH = 64;

/**
 * How many values (members and elements) a body may hold. An alert has 20 to 40: a group of 9,000 alerts, as much as an 8 MiB body
 * carries, still passes, while a body made of nothing but brackets does not.
 */
const MOST_VALUES = 500_000;

/** The longest string that is looked at, in UTF-16 units: the rest is cut from the view and stays in the raw bytes. */
const LONGEST_STRING = 262_144;

/** Longer member names are no names: the member is left out of the view. */
const LONGEST_NAME = 1_024;

const POLLUTING: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads JSON from outside into a value that anything may walk: bounded in depth, number of values and length of strings; without
 * `__proto__`, `constructor` and `prototype` members; without NUL characters and lone surrogates. Bytes that are no UTF-8 read as U+FFFD,
 * a byte order mark is skipped, of two members of one name the last counts. The raw bytes are kept elsewhere, unchanged.
 *
 * Codes: `not_json`, `too_deep`, `too_many_values`.
 */
export function parseBounded(content: Uint8Array | string): Outcome<unknown> {
  const text = toText(content);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return reject("not_json", `The body is no JSON: ${cut((error as Error).message, 200)}`);
  }
  // Without an escape no string can hold what must be cleaned, and in a short text none can be too long.
  if (typeof value === "string") return accept(cleanString(value));
  if (typeof value !== "object" || value === null) return accept(value);
  return walk(value, text.includes("\\u") || text.length > LONGEST_STRING);
}

/** Cuts a text to at most `most` UTF-16 units, never through a character of two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

function toText(content: Uint8Array | string): string {
  if (typeof content === "string") return content;
  const bytes = Buffer.isBuffer(content)
    ? content
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const text = bytes.toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** One loop with its own stack: a value nested 500,000 deep must not exhaust ours. */
function walk(root: object, mayBeUnclean: boolean): Outcome<unknown> {
  let level: object[] = [root];
  let values = 1;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return reject("too_deep", `The body nests deeper than ${MOST_DEPTH} levels.`);
    const below: object[] = [];
    for (const container of level) {
      values += Array.isArray(container)
        ? walkArray(container, below, mayBeUnclean)
        : walkObject(container as Record<string, unknown>, below, mayBeUnclean);
      if (values > MOST_VALUES) {
        return reject("too_many_values", `The body holds more than ${MOST_VALUES} values.`);
      }
    }
    level = below;
  }
  return accept(root);
}

function walkArray(elements: unknown[], below: object[], mayBeUnclean: boolean): number {
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (typeof element === "object" && element !== null) below.push(element);
    else if (mayBeUnclean && typeof element === "string") elements[index] = cleanString(element);
  }
  return elements.length;
}

function walkObject(members: Record<string, unknown>, below: object[], mayBeUnclean: boolean): number {
  let count = 0;
  // JSON.parse makes plain objects, whose only members are their own.
  for (const name in members) {
    count += 1;
    const member = members[name];
    if (isUnwanted(name)) delete members[name];
    else if (typeof member === "object" && member !== null) below.push(member);
    else if (mayBeUnclean && typeof member === "string") cleanMember(members, name, member);
  }
  return count;
}

function isUnwanted(name: string): boolean {
  return name.length > LONGEST_NAME || ((name.length === 9 || name.length === 11) && POLLUTING.has(name));
}

function cleanMember(members: Record<string, unknown>, name: string, value: string): void {
  const clean = cleanString(value);
  if (clean !== value) members[name] = clean;
}

function cleanString(value: string): string {
  const short = value.length > LONGEST_STRING ? cut(value, LONGEST_STRING) : value;
  const sound = short.isWellFormed() ? short : short.toWellFormed();
  return sound.includes("\0") ? sound.replaceAll("\0", "") : sound;
}
