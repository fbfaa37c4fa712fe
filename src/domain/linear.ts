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

export interface Model {
  readonly classes: readonly string[];
  /** The likelihood of each class, in the order of `classes`; they sum to one. */
  judge(signs: readonly string[]): Float64Array;
  /** The signs that speak most for a class and against the other classes, the strongest first, at most `most`. */
  decisive(signs: readonly string[], of: number, most: number): string[];
}

export function openModel({ classes, bias, scale, signs, weights }: StoredModel): Model {
  const rows = Int8Array.from(atob(weights), (letter) => (letter.charCodeAt(0) << 24) >> 24);
  const places = new Map(signs.map((sign, index) => [sign, index * classes.length]));
  const known = (seen: readonly string[]) => seen.map((sign) => places.get(sign)).filter((at) => at !== undefined);
  return {
    classes,
    judge(seen) {
      const found = known(seen);
      const share = shareOf(found.length) * scale;
      const logits = Float64Array.from(bias);
      for (const at of found)
        for (let k = 0; k < logits.length; k++) logits[k] = (logits[k] ?? 0) + (rows[at + k] ?? 0) * share;
      return softmax(logits);
    },
    decisive(seen, of, most) {
      const best: Lift[] = [];
      for (const sign of seen) {
        const at = places.get(sign);
        if (at === undefined) continue;
        let sum = 0;
        for (let k = 0; k < classes.length; k++) sum += rows[at + k] ?? 0;
        const lift = (rows[at + of] ?? 0) - sum / classes.length;
        if (lift > 0) enter(best, { sign, lift }, most);
      }
      return best.map(({ sign }) => sign);
    },
  };
}

interface Lift {
  readonly sign: string;
  /** How much more it speaks for a class than for the others. */
  readonly lift: number;
}

/** Keeps the strongest, in order. Every reason asks for a few of many, which need no sorting. */
function enter(best: Lift[], one: Lift, most: number): void {
  const place = best.findIndex(({ sign, lift }) => one.lift > lift || (one.lift === lift && one.sign < sign));
  if (place >= 0) best.splice(place, 0, one);
  else best.push(one);
  if (best.length > most) best.pop();
}

/** How much each of the signs that were seen counts: long texts do not shout louder than short ones. */
export const shareOf = (count: number): number => 1 / Math.sqrt(Math.max(1, count));

export function softmax(logits: Float64Array): Float64Array {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
