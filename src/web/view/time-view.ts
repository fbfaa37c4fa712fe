import { h, type JSX } from "preact";
import { readerClock, type Told, utcClock, zoneCity } from "./times.ts";

/** Whom a page is for: the reader's time zone, an IANA name, shown beside UTC; null shows UTC only. */
export interface Reader {
  readonly zone: string | null;
}

/** A time of day: UTC first, T+ beside it, the reader's clock below. */
export function timeCell(told: Told, offset: string, { zone }: Reader): JSX.Element {
  const reader = zone === null ? "" : readerClock(told, zone);
  return h(
    "span",
    { class: "when" },
    h("time", { class: "utc", dateTime: told.precision === "day" ? told.at.slice(0, 10) : told.at }, utcClock(told)),
    offset === "" ? null : h("span", { class: "offset" }, offset),
    zone === null || reader === "" ? null : h("span", { class: "local", title: zoneCity(zone) }, reader),
  );
}
