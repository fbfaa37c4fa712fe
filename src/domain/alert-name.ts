import type { OpsEvent } from "./event.ts";

/** An alert's own name: what stands before the colon of its title, else the whole title. */
export function alertNameOf({ title }: Pick<OpsEvent, "title">): string {
  const colon = title.indexOf(": ");
  return colon > 0 ? title.slice(0, colon) : title;
}
