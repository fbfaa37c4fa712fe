import type { Rule } from "./rule.ts";

/** So many firings before they are called noise. */
const NOISE_FROM = 25;

/**
 * Claims that alerts fired many times over: how many firings stand behind how many entries. Rests on those entries. It refuses to claim
 * that an alert was useless. It spoke in none of 48 incidents whose people listed what they found.
 */
export const alertNoise: Rule = {
  name: "alert_noise",
  part: "went_wrong",
  category: "alert_noise",
  agreed: [0, 0],
  find: ({ entries }) => {
    const alerts = entries.filter(({ happening }) => happening.sort === "alert");
    const firings = alerts.reduce((sum, { entry }) => sum + entry.occurrences, 0);
    const noisy = alerts.filter(({ entry }) => entry.occurrences > 2);
    if (firings < NOISE_FROM || noisy.length === 0) return [];
    return [
      {
        subject: null,
        text: `${firings} firings of ${alerts.length} alert${alerts.length === 1 ? "" : "s or groups"}.`,
        reason: `many_firings: ${NOISE_FROM} firings or more in one incident`,
        evidence: noisy.slice(0, 5),
      },
    ];
  },
};
