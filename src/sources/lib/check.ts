import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { accept, type Outcome, type Rejection, reject } from "../../domain/outcome.ts";

type Check<P extends TSchema> = (value: unknown) => Outcome<Static<P>>;

const compiled = new WeakMap<TSchema, Check<TSchema>>();

/**
 * A check of one schema, compiled once per schema. What does not fit is rejected with code `unexpected_payload`
 * and a sentence that names the first place and what was expected there, never the value.
 */
export function checkOf<P extends TSchema>(schema: P): Check<P> {
  const known = compiled.get(schema);
  if (known) return known;
  const validator = Compile(schema);
  const check: Check<TSchema> = (value) => {
    if (validator.Check(value)) return accept(value);
    const first = validator.Errors(value)[0];
    const place = first?.instancePath ? first.instancePath.slice(0, PLACE_LENGTH) : "the payload";
    return reject("unexpected_payload", `${place} ${first?.message ?? "does not fit"}`);
  };
  compiled.set(schema, check);
  return check;
}

/** Property names come from outside: a long one is cut. */
const PLACE_LENGTH = 200;

/**
 * Checks the parts of a batch one by one, so that a bad part does not take the good ones with it.
 *
 * @param what the sender's word for a part, for the rejection: `alerts/3: …`
 */
export function checkEach<P extends TSchema>(
  schema: P,
  parts: readonly unknown[],
  what: string,
): { good: Static<P>[]; rejected: Rejection[] } {
  const check = checkOf(schema);
  const good: Static<P>[] = [];
  const rejected: Rejection[] = [];
  parts.forEach((part, position) => {
    const outcome = check(part);
    if (outcome.ok) good.push(outcome.value);
    else rejected.push({ ...outcome.rejection, detail: `${what}/${position}: ${outcome.rejection.detail}` });
  });
  return { good, rejected };
}
