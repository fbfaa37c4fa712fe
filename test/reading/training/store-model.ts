import type { StoredModel } from "../../../src/domain/weights/linear.ts";
import type { Linear, Row } from "./learn.ts";

const LARGEST = 127;

/**
 * Makes a file of what was learnt: whole numbers for weights, and only the signs that say most, of all examples together: a rare one may weigh
 * a lot and still say little.
 *
 * @param most how many signs are kept
 */
export function storeModel({ bias, rows }: Linear, classes: readonly string[], most: number): StoredModel {
  const kept = [...rows]
    .sort(([a, one], [b, other]) => sayOf(other) - sayOf(one) || (a < b ? -1 : 1))
    .slice(0, most)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const learnt = kept.flatMap(([, { weights }]) => [...weights]);
  const largest = learnt.reduce((found, weight) => Math.max(found, Math.abs(weight)), 0);
  const scale = largest / LARGEST || 1;
  const bytes = Buffer.from(Int8Array.from(learnt, (weight) => Math.round(weight / scale)));
  return {
    classes,
    bias: [...bias].map((one) => Math.round(one * 1e4) / 1e4),
    scale: Number(scale.toPrecision(6)),
    signs: kept.map(([sign]) => sign),
    weights: bytes.toString("base64"),
  };
}

const sayOf = ({ weights, shown }: Row) => (Math.max(...weights) - Math.min(...weights)) * Math.sqrt(shown);
