/** A list, or numbers side by side. */
type Indexed<T> = Readonly<ArrayLike<T>>;

/**
 * The first place of a sorted list whose member `isReached`; the list's length where none is. Looks at few members only: once one is
 * reached, all behind it MUST be.
 */
export function firstPlace<T>(sorted: Indexed<T>, isReached: (member: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How far a number lies from the nearest of sorted ones; infinitely far where there are none. */
export function distanceToNearest(sorted: Indexed<number>, value: number): number {
  const place = firstPlace(sorted, (one) => one >= value);
  const before = sorted[place - 1] ?? Number.NEGATIVE_INFINITY;
  const after = sorted[place] ?? Number.POSITIVE_INFINITY;
  return Math.min(value - before, after - value);
}
