import { IANAZone } from "luxon";
import { Type } from "typebox";
import { ApiProblem } from "./problem.ts";

export const ZoneQuery = Type.Object(
  { zone: Type.Optional(Type.String({ description: "An IANA time zone, shown beside UTC: Europe/Vienna." })) },
  { additionalProperties: false },
);

/** @throws ApiProblem for a name that is no time zone */
export function readZone({ zone }: { readonly zone?: string }): { zone?: string } {
  if (zone === undefined) return {};
  if (IANAZone.isValidZone(zone)) return { zone };
  throw new ApiProblem(400, "unknown_zone", `"${zone}" is no IANA time zone: write one like Europe/Vienna.`);
}
