import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { accept, type Outcome, type Rejection, reject } from "../../domain/outcome.ts";

type Check<P extends TSchema> = (value: unknown) => Outcome<Static<P>>;

/**
 * A check of one schema, compiled once per schema. What does not fit is rejected with code `unexpected_payload`
 * and a sentence that names the first place and what was expected there, never the value.
 *
 * @param place what the value is to a person; the place inside it is added
 */
export function checkOf<P extends TSchema>(schema: P, place = "the payload"): Check<P> {
  const validator = compile(schema);
  return (value) => {
    if (validator.Check(value)) return accept(value as Static<P>);
    const first = validator.Errors(value)[0];
    const where = `${place}${first?.instancePath ?? ""}`.slice(0, LONGEST_PLACE);
    return reject("unexpected_payload", `${where} ${first?.message ?? "does not fit"}`);
  };
}

/** Property names come from outside: a long one is cut. */
const LONGEST_PLACE = 200;

const compiled = new WeakMap<TSchema, Validator>();

function compile(schema: TSchema): Validator {
  const known = compiled.get(schema);
  if (known) return known;
  const validator: Validator = Compile(schema);
  compiled.set(schema, validator);
  return validator;
}

/**
 * Checks the parts of a batch one by one, so that a bad part does not take the good ones with it.
 *
 * @param what the sender's word for the parts, for the rejection: `alerts/3 must have …`
 */
export function checkEach<P extends TSchema>(
  schema: P,
  parts: readonly unknown[],
  what: string,
): { good: Static<P>[]; rejected: Rejection[] } {
  const good: Static<P>[] = [];
  const rejected: Rejection[] = [];
  parts.forEach((part, position) => {
    const outcome = checkOf(schema, `${what}/${position}`)(part);
    if (outcome.ok) good.push(outcome.value);
    else rejected.push(outcome.rejection);
  });
  return { good, rejected };
}
