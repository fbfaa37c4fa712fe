import { HOUR, MINUTE, type Span } from "../domain/time.ts";

/**
 * What people call the zones of their clocks, with the hours by which they are ahead of UTC: several where one name stands for several zones,
 * or for summer and winter (but for those that are a common word).
 */
const HOURS_AHEAD: Readonly<Record<string, readonly number[]>> = {
  z: [0],
  utc: [0],
  gmt: [0],
  bst: [1, 6],
  cet: [1],
  cest: [2],
  eet: [2],
  eest: [3],
  msk: [3],
  est: [-5],
  edt: [-4],
  et: [-5, -4],
  cst: [-6, 8],
  cdt: [-5],
  ct: [-6, -5],
  mst: [-7],
  mdt: [-6],
  mt: [-7, -6],
  pst: [-8],
  pdt: [-7],
  pt: [-8, -7],
  brt: [-3],
  ist: [5.5, 1, 2],
  sgt: [8],
  hkt: [8],
  jst: [9],
  kst: [9],
  aest: [10],
  aedt: [11],
  nzst: [12],
  nzdt: [13],
};

/** A zone as it is written behind a time, for patterns that do not mind case: a name, or a distance from UTC. */
export const ZONE = `(?:(?:utc|gmt)?[+-]\\d{1,2}(?::?\\d\\d)?|${Object.keys(HOURS_AHEAD).join("|")}|local(?= time|\\W*$))(?![\\w:+])`;

const OFFSET = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?$/;

/** How far the zone of that name may be ahead of UTC; nobody knows it of a local one. */
export function aheadOf(zone: string): readonly Span[] {
  const name = zone.toLowerCase();
  const [, sign, hours, minutes = "0"] = OFFSET.exec(name) ?? [];
  if (hours !== undefined) return [(sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)];
  return (HOURS_AHEAD[name] ?? []).map((ahead) => ahead * HOUR);
}
