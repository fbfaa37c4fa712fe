/** A list, or numbers side by side. */
type Indexed<T> = Readonly<ArrayLike<T>>;

/**
 * The first place of a sorted list whose member `isReached`; the list's length where none is. Looks at few members only: once one is
 * reached, all behind it MUST be.
 */
export function firstPlace<T>(sorted: Indexed<T>, isReached: (member: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How far a number lies from the nearest of members sorted by `numberOf`; infinitely far where there are none. */
export function distanceToNearest<T>(sorted: Indexed<T>, numberOf: (member: T) => number, value: number): number {
  const place = firstPlace(sorted, (member) => numberOf(member) >= value);
  const [before, after] = [sorted[place - 1], sorted[place]];
  return Math.min(
    before === undefined ? Number.POSITIVE_INFINITY : value - numberOf(before),
    after === undefined ? Number.POSITIVE_INFINITY : numberOf(after) - value,
  );
}
