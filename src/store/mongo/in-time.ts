/** Something was asked and nothing came back: it may have been done or not, and may still be. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * Waits for what was asked of a server, but not for ever. The driver's own limits are of sockets and of the choice of a server; a
 * connection that is cut while an operation waits for it may leave that operation waiting with neither.
 *
 * @throws NoAnswer after `ms`
 */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
