import type { FastifyRequest } from "fastify";
import { ApiProblem } from "./problem.ts";

/** Who acts where nobody says so. */
export const DEFAULT_USER = "local";
const LONGEST_NAME = 100;
/** Line breaks, and marks that turn the direction of what stands after them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * The name under which a decision is recorded. Until people can log in it is what they say: the header `X-Annalist-User`, percent-encoded
 * UTF-8, else {@link DEFAULT_USER}. The listener stands on loopback only, so this names people of one machine and protects nothing.
 */
export function userOf(request: FastifyRequest): string {
  const header = request.headers["x-annalist-user"];
  if (header === undefined) return DEFAULT_USER;
  const name = decode(String(header))?.trim();
  if (name !== undefined && name !== "" && name.length <= LONGEST_NAME && !UNPRINTABLE.test(name)) return name;
  throw new ApiProblem(
    400,
    "bad_user",
    `X-Annalist-User must be a name of at most ${LONGEST_NAME} characters, percent-encoded where it is not ASCII.`,
  );
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
