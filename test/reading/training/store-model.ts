import type { StoredModel } from "../../../src/domain/linear.ts";
import type { Linear } from "./learn.ts";

const LARGEST = 127;

/**
 * Makes a file of what was learnt: whole numbers for weights, and only the signs that say most.
 *
 * @param most how many signs are kept
 */
export function storeModel({ bias, rows }: Linear, classes: readonly string[], most: number): StoredModel {
  const spread = (row: Float64Array) => Math.max(...row) - Math.min(...row);
  const kept = [...rows]
    .sort(([a, one], [b, other]) => spread(other) - spread(one) || (a < b ? -1 : 1))
    .slice(0, most)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const largest = kept.reduce((found, [, row]) => Math.max(found, ...row.map(Math.abs)), 0);
  const scale = largest / LARGEST || 1;
  const bytes = Buffer.from(Int8Array.from(kept.flatMap(([, row]) => [...row].map((one) => Math.round(one / scale)))));
  return {
    classes,
    bias: [...bias].map((one) => Math.round(one * 1e4) / 1e4),
    scale: Number(scale.toPrecision(6)),
    signs: kept.map(([sign]) => sign),
    weights: bytes.toString("base64"),
  };
}
