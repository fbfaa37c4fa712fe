import { Type } from "typebox";
import { defineSource, type SourceKind } from "../../src/sources/lib/define.ts";
import type { SourceRegistry } from "../../src/sources/lib/load.ts";

const common = { bodyLimit: 1024, headers: [], payload: Type.Object({}), normalize: () => ({ events: [] }) };

/** Two invented kinds: one that takes tokens, one that signs and has an option of its own. */
export const kinds: SourceRegistry = new Map<string, SourceKind>(
  [
    defineSource({ ...common, name: "bell", auth: ["bearer", "basic"] }),
    defineSource({
      ...common,
      name: "parrot",
      auth: ["hmac"],
      hmac: { header: "x-parrot", prefix: "" },
      options: Type.Object({ emoji: Type.Optional(Type.String()) }, { additionalProperties: false }),
    }),
  ].map((kind) => [kind.name, kind]),
);
