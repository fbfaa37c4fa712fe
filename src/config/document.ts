import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { type AliasProblem, checkAliases, firstAlias } from "./aliases.ts";
import type { Finding, Path, Problem } from "./problem.ts";
import { formatPath } from "./problem.ts";

/** A YAML or JSON text as values, with the way back from a value to its place. */
export interface ConfigDocument {
  readonly value: unknown;
  /** Gives a finding its place: that of the value (or of the key, where the key is what is wrong), else of the nearest thing around it. */
  place(finding: Finding & { readonly atKey?: boolean; readonly key?: Path }): Problem;
}

/**
 * `${NAME}` stands for an environment variable also where YAML would read its braces as a map (`[ { bearer: ${TOKEN} } ]`).
 * So the braces are written as these two private characters while YAML reads the text: one for one, so that positions stay.
 */
export const OPEN = "\uE000";
export const CLOSE = "\uE001";
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Reads the text. JSON is read as the YAML that it is. Every problem of syntax comes at once. */
export function readDocument(
  text: string,
): { readonly ok: true; readonly document: ConfigDocument } | { readonly ok: false; readonly problems: Problem[] } {
  const lines = new LineCounter();
  const marked = text.replace(REFERENCE, `$${OPEN}$1${CLOSE}`);
  // Warnings would quote the text on a terminal of their own accord.
  const parsed = parseDocument(marked, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const where = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const wrong = mistakesIn(parsed);
  const read = wrong.length > 0 ? { wrong } : readValue(parsed);
  if ("wrong" in read) {
    const problems = read.wrong.map(({ offset, what, remedy }) => ({ ...where(offset), key: "", what, remedy }));
    return { ok: false, problems };
  }
  const document: ConfigDocument = {
    value: read.value,
    place: ({ path, what, remedy, atKey, key = path }) => ({
      ...where(offsetOf(parsed.contents, path, atKey === true)),
      key: formatPath(key),
      what,
      remedy,
    }),
  };
  return { ok: true, document };
}

function mistakesIn(parsed: Document.Parsed): AliasProblem[] {
  const syntax = parsed.errors.map(({ message, pos }) => ({
    offset: pos[0],
    what: `not valid YAML or JSON: ${withoutQuote(message)}`,
    remedy: "Mend the syntax here or just before",
  }));
  const tags = parsed.warnings
    .filter(({ code }) => code === "TAG_RESOLVE_FAILED")
    .map(({ pos }) => ({
      offset: pos[0],
      what: "this is an unknown tag: what begins with ! and has no quotes is read as one",
      remedy: "Put the text in quotes",
    }));
  return syntax.length > 0 ? syntax : [...tags, ...checkAliases(parsed)];
}

/** What stands after a colon is quoted from the text, and may be a secret. */
const withoutQuote = (message: string): string => message.replace(/(?<=\S): .*/s, "");

function readValue(parsed: Document.Parsed): { readonly value: unknown } | { readonly wrong: AliasProblem[] } {
  try {
    return { value: parsed.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const what = "this and other aliases repeat too much";
    return { wrong: [{ offset: firstAlias(parsed), what, remedy: "Write out what is meant" }] };
  }
}

/** The offset at the end of a path, or of the nearest thing around it that is there. */
function offsetOf(node: unknown, path: Path, atKey: boolean, around = 0): number {
  const here = startOf(node) ?? around;
  const [step, ...rest] = path;
  if (step === undefined) return here;
  if (isSeq(node)) return offsetOf(node.items[Number(step)], rest, atKey, here);
  if (!isMap(node)) return here;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (!pair) return here;
  const key = startOf(pair.key) ?? here;
  return atKey && rest.length === 0 ? key : offsetOf(pair.value, rest, atKey, key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
