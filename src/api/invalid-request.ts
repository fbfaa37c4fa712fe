import type { FastifyError } from "fastify";
import { VISIBLE_LINE } from "../domain/visible-line.ts";

type Found = NonNullable<FastifyError["validation"]>[number];

interface Complaint {
  readonly path: string;
  readonly message: string;
}

const PLACES: Readonly<Record<string, string>> = {
  querystring: "query",
  params: "path",
  headers: "headers",
  body: "body",
};

/** What is wrong with a request that its schema refuses: each place once, in words, and what may stand there. */
export function complaintsOf(found: readonly Found[], context = "request"): Complaint[] {
  const place = PLACES[context] ?? context;
  const told = found.filter((one) => !isEcho(one, found));
  return (told.length > 0 ? told : found).map((one) => complaint(place, one));
}

/** What another complaint says better: that a member is not known, or that one of several shapes does not fit either. */
function isEcho({ keyword, schemaPath, params }: Found, found: readonly Found[]): boolean {
  if (keyword === "additionalProperties" || keyword === "anyOf") return true;
  const isNullOnly = keyword === "type" && params["type"] === "null";
  return isNullOnly && schemaPath.includes("/anyOf/") && found.some((other) => other.keyword === "boolean");
}

function complaint(place: string, { keyword, instancePath, params, message }: Found): Complaint {
  const path = `${place}${instancePath}`;
  if (keyword === "boolean") return { path, message: "is not known here" };
  if (keyword === "pattern" && params["pattern"] === VISIBLE_LINE)
    return { path, message: "must be one line, at least a word" };
  const allowed = params["allowedValues"];
  if (keyword === "enum" && Array.isArray(allowed)) return { path, message: `must be one of ${allowed.join(", ")}` };
  return { path, message: message ?? "is not as described" };
}
