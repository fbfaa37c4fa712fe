/**
 * The alternatives of a pattern as patterns of their own, in their order: of `\b(?:went up|is back)\b` there are two. Where several match a text, the one
 * that begins first, of equals the first, is what the whole pattern matches. A pattern that captures stays whole.
 */
export function alternativesOf(pattern: RegExp): readonly RegExp[] {
  const { source, flags } = pattern;
  if (CAPTURES.test(source)) return [pattern];
  const sources = split(source);
  return sources.length === 1 ? [pattern] : sources.map((one) => new RegExp(one, flags));
}

const CAPTURES = /(?<!\\)\((?!\?)|\(\?<\w/;

function split(source: string): readonly string[] {
  const parts = cut(source, 0, source.length);
  if (parts.length > 1) return parts.flatMap(split);
  const start = GROUPED.exec(source)?.[0];
  if (start === undefined) return parts;
  const end = endOfGroup(source, start.length);
  const behind = source.slice(end + 1);
  if (behind !== "" && behind !== "\\b") return parts;
  const inner = cut(source, start.length, end);
  if (inner.length === 1) return parts;
  const before = start.slice(0, -GROUP.length);
  return inner.flatMap((one) => split(`${before}${one}${behind}`));
}

const GROUP = "(?:";
/** A group with nothing before it that takes a letter. */
const GROUPED = /^(?:\\b)?\(\?:/;

/** The alternatives that stand between two places of a source, outside of every group in it. */
function cut(source: string, from: number, to: number): string[] {
  const parts: string[] = [];
  let start = from;
  for (let at = from; at < to; at = behindAtom(source, at)) {
    if (source[at] !== "|") continue;
    parts.push(source.slice(start, at));
    start = at + 1;
  }
  return [...parts, source.slice(start, to)];
}

/** Where the group ends whose inside begins at a place. */
function endOfGroup(source: string, inside: number): number {
  let at = inside;
  while (at < source.length && source[at] !== ")") at = behindAtom(source, at);
  return at;
}

/** The place behind what stands at a place: an escape, a set, a whole group or a character. */
function behindAtom(source: string, at: number): number {
  switch (source[at]) {
    case "\\":
      return at + 2;
    case "[":
      return endOfSet(source, at + 1) + 1;
    case "(":
      return endOfGroup(source, at + 1) + 1;
    default:
      return at + 1;
  }
}

function endOfSet(source: string, inside: number): number {
  let at = inside;
  while (at < source.length && source[at] !== "]") at += source[at] === "\\" ? 2 : 1;
  return at;
}
