import { type Static, type TSchema, Type } from "typebox";
import { checkOf } from "./check.ts";
import type { Normalized, SourceEvent } from "./define.ts";
import { oneLine } from "./text.ts";

/** A field that the sender leaves out or sends as null. */
export const maybe = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]));

/** An id that the sender writes as a number or as text. */
export const Id = Type.Union([Type.Integer(), Type.String({ minLength: 1 })]);

/** Reads one of the many payloads of a kind: checks its shape, then makes events of it. */
export type Reader<C> = (payload: unknown, context: C) => Normalized;

/** A {@link Reader} for payloads of one schema. What does not fit is rejected, and nothing else of the delivery is touched. */
export function reader<S extends TSchema, C>(
  schema: S,
  normalize: (payload: Static<S>, context: C) => Normalized,
): Reader<C> {
  return (payload, context) => {
    const outcome = checkOf(schema)(payload);
    return outcome.ok ? normalize(outcome.value, context) : { events: [], rejected: [outcome.rejection] };
  };
}

/** One event. */
export const tell = (event: SourceEvent): Normalized => ({ events: [event] });

/** Of no interest to a timeline. The name is the sender's, so it is cut before anybody counts by it. */
export const ignore = (name: string): Normalized => ({ events: [], ignored: [oneLine(name, 80)] });

/** A part that cannot be used: it stays in quarantine with this reason. */
export const refuse = (code: string, detail: string): Normalized => ({ events: [], rejected: [{ code, detail }] });
