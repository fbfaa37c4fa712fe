/** Where a member's value stands in the bytes of an object: from `start` up to, not including, `end`. */
export interface ValueSpan {
  readonly start: number;
  readonly end: number;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a,
];

const decoder = new TextDecoder();

/**
 * Finds the members of a JSON object without parsing their values, so that a body keeps its exact bytes (also numbers that a double
 * would round) and is parsed once only, by its source. Null where the bytes are no object. Values are NOT checked: their reader does that.
 */
export function findMembers(bytes: Uint8Array): ReadonlyMap<string, ValueSpan> | null {
  const members = new Map<string, ValueSpan>();
  const open = skipBlanks(bytes, 0);
  if (bytes[open] !== OPEN) return null;
  let at = skipBlanks(bytes, open + 1);
  if (bytes[at] === CLOSE) return isBlankFrom(bytes, at + 1) ? members : null;
  for (let member = findMember(bytes, at); member !== null; member = findMember(bytes, at)) {
    members.set(member.name, member.span);
    at = skipBlanks(bytes, member.span.end);
    if (bytes[at] === CLOSE) return isBlankFrom(bytes, at + 1) ? members : null;
    if (bytes[at] !== COMMA) return null;
    at = skipBlanks(bytes, at + 1);
  }
  return null;
}

function findMember(bytes: Uint8Array, at: number): { readonly name: string; readonly span: ValueSpan } | null {
  if (bytes[at] !== QUOTE) return null;
  const nameEnd = skipString(bytes, at);
  const name = parseName(bytes.subarray(at, nameEnd));
  const colon = skipBlanks(bytes, nameEnd);
  if (name === null || bytes[colon] !== COLON) return null;
  const start = skipBlanks(bytes, colon + 1);
  const end = skipValue(bytes, start);
  return end === start ? null : { name, span: { start, end } };
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a; byte = bytes[at])
    at += 1;
  return at;
}

const isBlankFrom = (bytes: Uint8Array, from: number): boolean => skipBlanks(bytes, from) === bytes.length;

/** The place after a string that starts at `from`; the end of the bytes where it never ends. */
function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at + 1, bytes.length);
}

function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return skipString(bytes, from);
  if (first === OPEN || first === OPEN_LIST) return skipNested(bytes, from);
  let at = from;
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== CLOSE) at += 1;
  return at;
}

/** The place after an object or a list; the end of the bytes where it never ends, which no object around it survives. */
function skipNested(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      continue;
    }
    at += 1;
    if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
    if (depth === 0) return at;
  }
  return bytes.length;
}

function parseName(bytes: Uint8Array): string | null {
  try {
    return String(JSON.parse(decoder.decode(bytes)));
  } catch {
    return null;
  }
}
