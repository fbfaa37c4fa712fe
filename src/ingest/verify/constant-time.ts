import { hash, timingSafeEqual } from "node:crypto";

/**
 * Compares a presented value with a secret one in a time that depends on neither. Both are hashed first, so that values of unequal
 * length, and texts that no encoding can say, are simply unequal: `timingSafeEqual` alone throws for them.
 */
export function equalInConstantTime(presented: string, expected: string): boolean {
  return timingSafeEqual(hash("sha256", presented, "buffer"), hash("sha256", expected, "buffer"));
}
