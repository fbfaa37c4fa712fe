import { sha256 } from "../../domain/hash.ts";

/**
 * A fixed-length name for any texts, in the order given: the first 32 hex digits (128 bits) of the SHA-256 of their JSON. Queries are made of
 * such names only, so that no text of a sender, whatever its bytes, can be read as part of a query, break an index's limit, or
 * be changed by a server that cannot hold it (U+0000, lone surrogates).
 */
export function nameOf(...texts: readonly string[]): string {
  return sha256(JSON.stringify(texts)).slice(0, 32);
}
