import type { SourceKind } from "../../sources/lib/define.ts";
import type { Source } from "../source.ts";

/** A source as it can be told to a thread: without its secrets, and its kind, which is code, by name. */
export interface ToldSource {
  readonly name: string;
  readonly kind: string;
  readonly keyName: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a thread is told of a source. */
export function tellSource({ name, kind, keyName, options }: Source): ToldSource {
  return { name, kind: kind.name, keyName, options };
}

/** The source again, for decoding what was verified. @throws Error where there is no such kind */
export function sourceOf({ kind, ...told }: ToldSource, kinds: ReadonlyMap<string, SourceKind>): Source {
  const found = kinds.get(kind);
  if (!found) throw new Error(`there is no source kind named ${kind}`);
  return { ...told, kind: found, auth: [] };
}
