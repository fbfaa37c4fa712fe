import { RowTable } from "./row-table.ts";
import type { SignNumbers } from "./signs.ts";
import { WeightRows } from "./weight-rows.ts";

/**
 * Linear models of named signs, as training leaves them: for each sign a weight a class. They are small, give the same answer everywhere,
 * and can say what decided.
 */

/** A model in a file. */
export interface StoredModel {
  readonly classes: readonly string[];
  /** A class's weight whatever is seen. */
  readonly bias: readonly number[];
  /** What a weight of 1 stands for: weights are kept as whole numbers from -127 to 127. */
  readonly scale: number;
  readonly signs: readonly string[];
  /** The weights, a byte each, sign after sign: base64. */
  readonly weights: string;
}

/** The signs that were seen and that a model knows, or one of those that share their signs, each once. */
export type Known = readonly number[];

export interface Model {
  readonly classes: readonly string[];
  known(seen: SignNumbers): Known;
  /** The likelihood of each class, in the order of `classes`; they sum to one. Valid until the next call. */
  judge(known: Known): Float64Array;
  /** The signs that speak most for a class and against the other classes, the strongest first, at most `most`. */
  decisive(known: Known, of: number, most: number): string[];
}

/** A model by itself. */
export const openModel = (model: StoredModel): Model => openAmong(placesOf(model), model);

/** Two models that look at the same things: a sign is looked up once for both. */
export interface ModelPair {
  readonly first: Model;
  readonly second: Model;
  /** What one of them knows, or both, of the signs that were seen. */
  known(seen: SignNumbers): Known;
}

/** Opens two models that look at the same signs. */
export function openPair(first: StoredModel, second: StoredModel): ModelPair {
  const places = placesOf(first, second);
  const table = new RowTable([...places.keys()]);
  return {
    first: openAmong(places, first),
    second: openAmong(places, second),
    known: (seen) => table.find(seen),
  };
}

/** Each sign that one of these models knows, with its place among all of them. */
type Places = ReadonlyMap<string, number>;

function placesOf(...models: readonly StoredModel[]): Places {
  const places = new Map<string, number>();
  for (const { signs } of models) for (const sign of signs) places.getOrInsert(sign, places.size);
  return places;
}

/** @param places all signs that are looked up; those that the model does not know say nothing to it */
function openAmong(places: Places, { classes, bias, scale, signs, weights }: StoredModel): Model {
  const among = [...places.keys()];
  const order = new Int32Array(among.length).fill(-1);
  for (let row = 0; row < signs.length; row++) order[places.get(signs[row] ?? "") ?? -1] = row;
  const rows = new WeightRows(weights, classes.length, order);
  const likely = new Float64Array(classes.length);
  let table: RowTable | undefined;
  return {
    classes,
    known(seen) {
      table ??= new RowTable(among);
      return table.find(seen);
    },
    judge(known) {
      const sums = rows.sumOf(known);
      const share = shareOf(rows.countOf(known)) * scale;
      for (let k = 0; k < likely.length; k++) likely[k] = (bias[k] ?? 0) + (sums[k] ?? 0) * share;
      return softmax(likely);
    },
    decisive(known, of, most) {
      const best: string[] = [];
      const lifts: number[] = [];
      for (const row of known) {
        const lift = rows.liftOf(row, of);
        if (lift > 0 && (best.length < most || lift >= (lifts[most - 1] ?? 0)))
          enter(best, lifts, among[row] ?? "", lift, most);
      }
      return best;
    },
  };
}

/**
 * Keeps the strongest signs, in order. Every reason asks for a few of many, which need no sorting.
 *
 * @param lifts how much more each of the best speaks for a class than for the others
 */
function enter(best: string[], lifts: number[], sign: string, lift: number, most: number): void {
  let place = best.length;
  for (; place > 0; place--) {
    const before = lifts[place - 1] ?? 0;
    if (before > lift || (before === lift && (best[place - 1] ?? "") < sign)) break;
    if (place === most) continue;
    best[place] = best[place - 1] ?? "";
    lifts[place] = before;
  }
  if (place === most) return;
  best[place] = sign;
  lifts[place] = lift;
}

/** How much each of the signs that were seen counts: long texts do not shout louder than short ones. */
export const shareOf = (count: number): number => 1 / Math.sqrt(Math.max(1, count));

/** Makes likelihoods of what speaks for each class, in the list that holds it. */
export function softmax<Logits extends number[] | Float64Array>(logits: Logits): Logits {
  let most = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let k = 0; k < logits.length; k++) most = Math.max(most, logits[k] ?? 0);
  for (let k = 0; k < logits.length; k++) {
    const power = Math.exp((logits[k] ?? 0) - most);
    logits[k] = power;
    sum += power;
  }
  for (let k = 0; k < logits.length; k++) logits[k] = (logits[k] ?? 0) / sum;
  return logits;
}
