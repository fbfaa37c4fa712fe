import type { Instant } from "../../domain/time.ts";
import { MINUTE, SECOND } from "../../domain/time.ts";

/** What a request proves under one secret, from the least telling to the most: the most telling of all secrets is reported. */
export type Proof = "missing" | "wrong" | "stale" | "authentic";

/** A signed time may lie this far from ours, in either direction. */
const TOLERANCE = 5 * MINUTE;

/** Of several signatures in one header only so many are tried. */
const MOST_SIGNATURES = 10;

/** Whether a signed timestamp (seconds since 1970, as text) is near enough. Milliseconds, signs and fractions are not. */
export function isFresh(timestamp: string, now: Instant): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * SECOND - now) <= TOLERANCE;
}

/** The signatures of one header: the first ten, trimmed. */
export function splitSignatures(header: string, separator: "," | " "): readonly string[] {
  return header
    .split(separator, MOST_SIGNATURES)
    .map((signature) => signature.trim())
    .filter((signature) => signature !== "");
}
