import type { TSchema } from "typebox";
import { Type } from "typebox";
import { ApiProblem } from "./problem.ts";

const Cursor = Type.String({ maxLength: 2000, description: "The `next` of the page before; opaque." });
const Limit = Type.Integer({ minimum: 1, maximum: 1000, description: "At most so many; 100 if not given." });
export const DEFAULT_LIMIT = 100;

/** The query of a list. */
export const paged = { cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) };

/** For routes that take no query: an unknown parameter is a mistake that should be heard of. */
export const NoQuery = Type.Object({}, { additionalProperties: false });

/** A page of a list; `next` is the cursor of the page behind it, null on the last one. */
export const ListOf = <T extends TSchema>(items: T) =>
  Type.Object({ items: Type.Array(items), next: Type.Union([Type.String(), Type.Null()]) });

/** An opaque cursor of what stands last on a page. */
export function writeCursor(last: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(last)).toString("base64url");
}

/** @throws ApiProblem for a cursor that {@link writeCursor} did not make of `kinds` */
export function readCursor(cursor: string, kinds: readonly ("string" | "number")[]): (string | number)[] {
  const last = parse(Buffer.from(cursor, "base64url").toString());
  if (Array.isArray(last) && last.length === kinds.length && last.every((part, index) => typeof part === kinds[index]))
    return last as (string | number)[];
  throw new ApiProblem(
    400,
    "bad_cursor",
    "That is no cursor of this list: send the `next` of an earlier page, or none.",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a place in an order comes after another, part by part. */
export function isAfter(place: readonly (string | number)[], cursor: readonly (string | number)[]): boolean {
  const at = place.findIndex((part, index) => part !== cursor[index]);
  return at !== -1 && (place[at] ?? "") > (cursor[at] ?? "");
}

/** A page of an ordered list: what comes after the cursor. Stable while others append, since it goes by order and not by place. */
export function pageOf<T>(
  all: readonly T[],
  query: { readonly cursor?: string; readonly limit?: number },
  place: {
    readonly of: (item: T) => (string | number)[];
    readonly isAfter: (item: T, cursor: (string | number)[]) => boolean;
    readonly kinds: readonly ("string" | "number")[];
  },
): { items: T[]; next: string | null } {
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, place.kinds);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const rest = cursor ? all.filter((item) => place.isAfter(item, cursor)) : all;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && rest.length > limit ? writeCursor(place.of(last)) : null };
}
