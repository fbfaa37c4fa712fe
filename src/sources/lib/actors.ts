import type { Actor } from "../../domain/event.ts";
import { said } from "./text.ts";

interface Identity {
  readonly vendor: string;
  readonly id?: string | number | null | undefined;
  readonly name?: string | null | undefined;
}

/** A person, by the vendor's id (`<vendor>:<id>`) and name, as far as the sender tells them. */
export function human(identity: Identity): Actor {
  return { type: "human", ...identify(identity) };
}

/** A monitor, a pipeline, a bot; with id and name where the sender tells them. */
export function automation(identity?: Identity): Actor {
  return { type: "automation", ...(identity && identify(identity)) };
}

/** Somebody or something: the sender does not say which. */
export function unknownActor(identity?: Identity): Actor {
  return { type: "unknown", ...(identity && identify(identity)) };
}

function identify({ vendor, id, name }: Identity): { id?: string; name?: string } {
  const knownId = said(id === null || id === undefined ? id : String(id));
  const knownName = said(name);
  return {
    ...(knownId === undefined ? {} : { id: `${vendor}:${knownId}` }),
    ...(knownName === undefined ? {} : { name: knownName }),
  };
}
