const MINUTES_A_DAY = 24 * 60;

/** `2026-03-01 10:00 UTC`: cut to the minute, never rounded. */
export function utc(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** How long from one RFC 3339 time to another: `1 h 04 min`. */
export function span(from: string, to: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const days = Math.floor(minutes / MINUTES_A_DAY);
  const hours = Math.floor((minutes % MINUTES_A_DAY) / 60);
  const rest = String(minutes % 60).padStart(2, "0");
  return days === 0 ? `${hours} h ${rest} min` : `${days} d ${hours} h ${rest} min`;
}

/** A gap in seconds as people say it: `42 s`, `1 min 21 s`, `2 h 48 min`. */
export function seconds(gap: number | null): string {
  if (gap === null) return "unknown";
  const whole = Math.floor(gap);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}
