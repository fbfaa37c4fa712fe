/** Numbers that look random and follow from a seed: a campaign that failed can be run again. */
export interface Chance {
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  oneOf<T>(choices: readonly T[]): T;
}

/** Mulberry32, by Tommy Ettinger: public domain, 32 bits of state. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    oneOf(choices) {
      const chosen = choices[between(0, choices.length - 1)];
      if (chosen === undefined) throw new RangeError("there is nothing to choose from");
      return chosen;
    },
  };
}
