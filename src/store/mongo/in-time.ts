/** Something was asked and nothing came back: it may have been done or not, and may still be. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** What makes waiting shorter: so long after the signal, nobody waits any more. */
export interface Hurry {
  readonly signal: AbortSignal;
  readonly ms: number;
}

/**
 * Waits for what was asked of a server, but not for ever. The driver's own limits are of sockets and of the choice of a server; a
 * connection that is cut while an operation waits for it may leave that operation waiting with neither.
 *
 * @throws NoAnswer after `ms`
 */
export async function inTime<T>(work: Promise<T>, ms: number, hurry?: Hurry): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const within = (limit: number) => setTimeout(() => reject(new NoAnswer(`no answer within ${limit} ms`)), limit);
  const timers = [within(ms)];
  const onHurry = () => void timers.push(within(hurry?.ms ?? ms));
  if (hurry?.signal.aborted) onHurry();
  else hurry?.signal.addEventListener("abort", onHurry);
  try {
    return await Promise.race([work, late]);
  } finally {
    hurry?.signal.removeEventListener("abort", onHurry);
    for (const timer of timers) clearTimeout(timer);
  }
}
