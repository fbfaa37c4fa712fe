import { formatInstant, type Instant, MILLISECOND, type Precision, parseInstant, SECOND, WIDTH } from "../../time.ts";

/** A person's time in UTC, cut to the precision that they vouch for; null for a text that is no time. */
export function cutInstant(text: string, precision: Precision): string | null {
  const told = parseInstant(text);
  if (!told) return null;
  const step = WIDTH[precision] || 1;
  return formatInstant(Math.floor(told.at / step) * step, precision);
}

/** In UTC, with as many digits as the instant needs. */
export function exactInstant(at: Instant): string {
  if (at % SECOND === 0) return formatInstant(at, "s");
  return formatInstant(at, at % MILLISECOND === 0 ? "ms" : "us");
}

/** Whether two told times leave no doubt that the first came first. */
export function surelyBefore(first: { at: Instant; precision: Precision }, second: { at: Instant }): boolean {
  const width = WIDTH[first.precision];
  return width !== null && (width === 0 ? first.at < second.at : first.at + width <= second.at);
}
