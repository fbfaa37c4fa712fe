import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { EntryKind } from "../../../src/domain/kinds.ts";

/** The folder of invented incident chats that the reader is trained on. Its README tells how they are written and labelled. */
export const CORPUS = join(import.meta.dirname, "..", "corpus");

const At = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" });
const Keep = Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2)]);
const Place = { thread: Type.Optional(Type.Boolean()), channel: Type.Optional(Type.String()) };

const Header = Type.Object({ incident: Type.String(), shop: Type.String() }, { additionalProperties: false });
/** What a machine's own webhook would tell. */
const Signal = Type.Object(
  { at: At, is: EntryKind, by: Type.String(), say: Type.String() },
  { additionalProperties: false },
);
/** What a bot posts in the chat. */
const Post = Type.Object(
  { at: At, bot: Type.String(), say: Type.String(), kind: EntryKind, keep: Keep, ...Place },
  { additionalProperties: false },
);
/** What a person writes: what it states, and whether it deserves a line (2 surely, 1 perhaps, 0 no). */
const Message = Type.Object(
  { at: At, who: Type.String(), say: Type.String(), kind: EntryKind, keep: Keep, ...Place },
  { additionalProperties: false },
);
export type Message = Static<typeof Message>;
export type Signal = Static<typeof Signal>;

export interface Chat {
  readonly name: string;
  readonly messages: readonly Message[];
  readonly signals: readonly Signal[];
}

/**
 * Reads the corpus, in the order of file names.
 *
 * @throws Error that names the file and line which is not of its form
 */
export function readCorpus(folder: string = CORPUS): Chat[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ndjson"))
    .sort()
    .map((name) => readChat(name, readFileSync(join(folder, name), "utf8")));
}

function readChat(name: string, text: string): Chat {
  const messages: Message[] = [];
  const signals: Signal[] = [];
  for (const [index, line] of text.trimEnd().split("\n").entries()) {
    const value: unknown = JSON.parse(line);
    if (Value.Check(Message, value)) messages.push(value);
    else if (Value.Check(Signal, value)) signals.push(value);
    else if (!Value.Check(Post, value) && !(index === 0 && Value.Check(Header, value)))
      throw new Error(`${name}:${index + 1} is neither a message, a post, a signal nor the header: ${line}`);
  }
  return { name, messages, signals };
}
