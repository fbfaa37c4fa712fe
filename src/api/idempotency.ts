import type { FastifyRequest } from "fastify";
import { canonicalJson } from "../domain/canonical.ts";
import { sha256 } from "../domain/hash.ts";
import { ApiProblem } from "./problem.ts";
import { userOf } from "./who.ts";

const LONGEST_KEY = 255;

/**
 * What tells a request from others: hashes of its `Idempotency-Key` with its caller, and of its body. Nothing where it has no key.
 *
 * @throws ApiProblem where the key is empty or too long
 */
export function identify(request: FastifyRequest): { request?: { readonly key: string; readonly body: string } } {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return {};
  if (typeof key !== "string" || key === "" || key.length > LONGEST_KEY)
    throw new ApiProblem(400, "bad_idempotency_key", `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`);
  return {
    request: { key: sha256(JSON.stringify([userOf(request), key])), body: sha256(canonicalJson(request.body ?? null)) },
  };
}
