/** How well likelihoods tell the messages that deserve a line (2) from those that do not (0); those that might (1) do not count. */

export interface Judged {
  readonly keep: number;
  readonly likely: number;
}

/** The share of pairs of a line and a non-line in which the line is the likelier one. */
export function areaUnderCurve(judged: readonly Judged[]): number {
  const sorted = judged.filter(({ keep }) => keep !== 1).sort((a, b) => a.likely - b.likely);
  let [ranks, lines] = [0, 0];
  for (const [index, { keep }] of sorted.entries())
    if (keep === 2) {
      ranks += index + 1;
      lines++;
    }
  return (ranks - (lines * (lines + 1)) / 2) / (lines * (sorted.length - lines));
}

export interface Cut {
  readonly at: number;
  readonly recall: number;
  readonly precision: number;
  readonly f1: number;
}

/** What is right of the lines, and how many of them are found, where everything from `at` on is shown. */
export function cutAt(judged: readonly Judged[], at: number): Cut {
  const shown = judged.filter(({ likely, keep }) => likely >= at && keep !== 1);
  const right = shown.filter(({ keep }) => keep === 2).length;
  const recall = right / Math.max(1, judged.filter(({ keep }) => keep === 2).length);
  const precision = right / Math.max(1, shown.length);
  return { at, recall, precision, f1: (2 * recall * precision) / Math.max(1e-9, recall + precision) };
}

export function bestCut(judged: readonly Judged[]): Cut {
  const cuts = Array.from({ length: 90 }, (_, index) => cutAt(judged, 0.05 + index / 100));
  return cuts.reduce((best, one) => (one.f1 > best.f1 ? one : best));
}
