import { hash } from "node:crypto";

/** Lower-case hex SHA-256 of a text (as UTF-8) or of bytes. Pure: the one place where the domain meets node:crypto. */
export function sha256(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/**
 * The hash inside served names (`inc_…`, `e_…`, `f_…`, `q_…`): the first 20 hex digits (80 bits) of the SHA-256 of its parts.
 * Parts are joined by U+0000, which no key contains, so that ("a", "bc") and ("ab", "c") differ.
 */
export function nameHash(first: string, ...others: readonly (string | number)[]): string {
  let text = first;
  for (const part of others) text += `\u0000${part}`;
  return sha256(text).slice(0, 20);
}
