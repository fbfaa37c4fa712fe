/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const upTo = (random: Random, most: number) => Math.floor(random() * most);
const oneOf = <T>(random: Random, list: readonly T[]): T => list[upTo(random, list.length)] as T;

const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, -0.5, 2 ** 53 + 2, "", " ", "\u0000", "\ud800", "null", "$TITLE", "{{ x }}"],
  ...["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-02-30T25:61:61Z", "9999999999999999", "NaN", "-1"],
  ...["../../etc", "<script>", "javascript:alert(1)", "'; DROP TABLE events; --", "$ne", "x".repeat(70_000)],
  ...[[], {}, [[]], [null], { toString: "x" }, { length: -1 }, [1, "2", { a: null }]],
];

/** Changes one value of a JSON body for another, or its name; the body as it is where it is no JSON. */
function swapValue(body: Buffer, random: Random): Buffer {
  let root: unknown;
  try {
    root = JSON.parse(body.toString());
  } catch {
    return body;
  }
  const places: [Record<string, unknown>, string][] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const name of Object.keys(value)) {
      places.push([value as Record<string, unknown>, name]);
      visit((value as Record<string, unknown>)[name]);
    }
  };
  visit(root);
  if (places.length === 0) return body;
  for (let changes = 1 + upTo(random, 3); changes > 0; changes--) change(oneOf(random, places), random, places);
  return Buffer.from(JSON.stringify(root));
}

function change([holder, name]: [Record<string, unknown>, string], random: Random, places: readonly unknown[][]): void {
  switch (upTo(random, 5)) {
    case 0:
      delete holder[name];
      return;
    case 1:
      holder[`${name}__proto__`] = holder[name];
      return;
    case 2: {
      const [other, place] = oneOf(random, places) as [Record<string, unknown>, string];
      // A copy: the value could hold itself.
      holder[name] = JSON.parse(JSON.stringify(other[place] ?? null));
      return;
    }
    default:
      holder[name] = oneOf(random, ODD_VALUES);
  }
}

const MUTATORS: readonly ((body: Buffer, random: Random, others: readonly Buffer[]) => Buffer)[] = [
  swapValue,
  swapValue,
  swapValue,
  function flipBits(body, random) {
    const flipped = Buffer.from(body);
    for (let flips = 1 + upTo(random, 8); flips > 0; flips--) {
      const at = upTo(random, flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << upTo(random, 8));
    }
    return flipped;
  },
  function truncate(body, random) {
    return body.subarray(0, upTo(random, body.length));
  },
  function splice(body, random, others) {
    const other = oneOf(random, others);
    return Buffer.concat([body.subarray(0, upTo(random, body.length)), other.subarray(upTo(random, other.length))]);
  },
  function repeat(body, random) {
    const from = upTo(random, body.length);
    const part = body.subarray(from, from + 1 + upTo(random, 60));
    return Buffer.concat([
      body.subarray(0, from),
      ...Array<Buffer>(2 + upTo(random, 40)).fill(part),
      body.subarray(from),
    ]);
  },
  function insertBytes(body, random) {
    const at = upTo(random, body.length);
    const bytes = Buffer.from(Array.from({ length: 1 + upTo(random, 6) }, () => upTo(random, 256)));
    return Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]);
  },
  function insertNumber(body, random) {
    const number = oneOf(random, ["1e999", "-0", "9007199254740993", "1E-400", "NaN", "[[[[[[", '"\\ud83d"']);
    const text = body.toString("latin1").replace(/:\s*(?:"[^"]*"|\d+)/, `:${number}`);
    return Buffer.from(text, "latin1");
  },
];

/** A body made odd, in a way that follows from the random numbers. */
export function mutate(body: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  return oneOf(random, MUTATORS)(body, random, others);
}
