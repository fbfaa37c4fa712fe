import { SECOND, type Span } from "./time.ts";

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** A length of time in words, cut to the second: `1 min 21 s`, `2 h 48 min 12 s`. */
export function spell(seconds: number): string {
  let rest = Math.floor(seconds);
  const parts: string[] = [];
  for (const [length, unit] of UNITS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(" ") || "0 s";
}

/** The same for a sentence, which needs no seconds beside hours: cut to the minute from an hour on. */
export function spellSpan(span: Span): string {
  const seconds = Math.floor(span / SECOND);
  return spell(seconds < 3600 ? seconds : seconds - (seconds % 60));
}
