import { shareOf, softmax } from "../../../src/domain/weights/linear.ts";

/**
 * Learns linear models of named signs: softmax regression for one of several classes, logistic regression for yes or no. Plain AdaGrad on
 * shuffled examples with a penalty on large weights, and the mean of what the last rounds leave. The same examples and settings give the
 * same weights, to the bit.
 */

/** One example: what was seen, how much it counts, and how likely each class is (a row that sums to one). */
export interface Example {
  readonly signs: readonly string[];
  readonly target: readonly number[];
  readonly weight: number;
}

export interface Settings {
  readonly rounds: number;
  readonly rate: number;
  /** Of the penalty on squared weights. */
  readonly ridge: number;
  /** What a weight's steps are shortened by from the first one on. With next to nothing the first example of a rare sign throws it as far as many examples move a frequent one. */
  readonly caution: number;
  /** A sign that fewer examples show is left out. */
  readonly least: number;
  /** The last so many rounds count, each as much: by the last alone, the examples seen last would count too much. */
  readonly counted: number;
}

/** A sign's weights, one a class. */
export interface Row {
  readonly weights: Float64Array;
  /** How many examples show the sign. */
  readonly shown: number;
}

/** Rows by sign; `bias` is added always. */
export interface Linear {
  readonly bias: Float64Array;
  readonly rows: Map<string, Row>;
}

export function learn(examples: readonly Example[], classes: number, settings: Settings): Linear {
  const shown = countSigns(examples, settings.least);
  const vocabulary = new Map([...shown.keys()].sort().map((sign, index) => [sign, index]));
  const seen = examples.map(({ signs }) =>
    Int32Array.from(signs.map((sign) => vocabulary.get(sign) ?? -1).filter((index) => index >= 0)),
  );
  const weights = new Float64Array((vocabulary.size + 1) * classes);
  const squares = new Float64Array(weights.length).fill(settings.caution);
  const sums = new Float64Array(weights.length);
  const random = mulberry(7);
  const order = examples.map((_, index) => index);
  for (let round = 0; round < settings.rounds; round++) {
    shuffle(order, random);
    for (const index of order) step(index);
    if (round >= settings.rounds - settings.counted)
      for (const [at, weight] of weights.entries()) sums[at] = (sums[at] ?? 0) + weight;
  }
  const means = sums.map((sum) => sum / settings.counted);
  const rowAt = (at: number) => means.slice(at * classes, (at + 1) * classes);
  const rows = [...vocabulary].map(
    ([sign, at]) => [sign, { weights: rowAt(at), shown: shown.get(sign) ?? 0 }] as const,
  );
  return { bias: rowAt(vocabulary.size), rows: new Map(rows) };

  function step(index: number): void {
    const example = examples[index] as Example;
    const rowsSeen = seen[index] as Int32Array;
    const share = shareOf(rowsSeen.length);
    const logits: number[] = [];
    const bias = vocabulary.size * classes;
    for (let k = 0; k < classes; k++) {
      let sum = weights[bias + k] as number;
      for (const row of rowsSeen) sum += (weights[row * classes + k] as number) * share;
      logits.push(sum);
    }
    const likely = softmax(logits);
    for (let k = 0; k < classes; k++) {
      const error = ((likely[k] as number) - (example.target[k] as number)) * example.weight;
      adjust(bias + k, error, 0);
      for (const row of rowsSeen) adjust(row * classes + k, error * share, settings.ridge);
    }
  }

  function adjust(at: number, slope: number, ridge: number): void {
    const gradient = slope + ridge * (weights[at] as number);
    squares[at] = (squares[at] as number) + gradient * gradient;
    weights[at] = (weights[at] as number) - (settings.rate * gradient) / Math.sqrt(squares[at] as number);
  }
}

function countSigns(examples: readonly Example[], least: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { signs } of examples) for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count >= least));
}

/** A small generator of numbers in [0, 1): the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
