import type { Actor } from "../../domain/event.ts";
import { said } from "./text.ts";

interface Identity {
  readonly vendor: string;
  readonly id?: string | number | null | undefined;
  readonly name?: string | null | undefined;
}

/** A person, by the vendor's id (`<vendor>:<id>`) and name, as far as the sender tells them. */
export const human = (identity: Identity): Actor => actor("human", identity);

/** A monitor, a pipeline, a bot; with id and name where the sender tells them. */
export const automation = (identity?: Identity): Actor => actor("automation", identity);

/** Somebody or something: the sender does not say which. */
export const unknownActor = (identity?: Identity): Actor => actor("unknown", identity);

function actor(type: Actor["type"], identity: Identity | undefined): Actor {
  if (!identity) return { type };
  const { vendor, id, name } = identity;
  const knownId = said(id === null || id === undefined ? id : String(id));
  const knownName = said(name);
  if (knownId === undefined) return knownName === undefined ? { type } : { type, name: knownName };
  const fullId = `${vendor}:${knownId}`;
  return knownName === undefined ? { type, id: fullId } : { type, id: fullId, name: knownName };
}
