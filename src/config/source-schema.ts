import { type TSchema, Type } from "typebox";
import type { AuthKind, SourceKind } from "../sources/lib/define.ts";
import { NotAfter, SourceBase } from "./schema.ts";

/** A secret in the configuration, under the way in which it proves the sender; beside each `<way>` there is `<way>_file`. */
export type AuthEntry = Readonly<Record<string, string | undefined>>;

/** A source as the configuration states it. */
export interface SourceEntry {
  readonly name: string;
  readonly kind: string;
  readonly auth?: readonly AuthEntry[];
  readonly sharesKeysWith?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The schema of one source's configuration, assembled from what its kind declares: the secrets that it accepts, and its own options. */
export function sourceSchema(kind: SourceKind): TSchema {
  return Type.Object(
    {
      ...SourceBase.properties,
      auth: Type.Optional(Type.Array(authSchema(kind.auth))),
      /** Another source of this kind that delivers the same events: the two are told apart nowhere but in the list of sources. */
      sharesKeysWith: Type.Optional(Type.String()),
      ...(kind.options === undefined ? {} : { options: Type.Optional(kind.options) }),
    },
    { additionalProperties: false },
  );
}

function authSchema(ways: readonly AuthKind[]): TSchema {
  const secrets = ways.flatMap((way) => [
    [way, Type.Optional(Type.String({ minLength: 1, description: "a secret" }))],
    [
      `${way}_file`,
      Type.Optional(Type.String({ minLength: 1, description: "the path of a file that holds a secret" })),
    ],
  ]);
  return Type.Object(
    { ...Object.fromEntries(secrets), notAfter: Type.Optional(NotAfter) },
    { additionalProperties: false },
  );
}
