import { type TSchema, Type } from "typebox";
import type { ApiUse, AuthKind, SourceKind } from "../sources/lib/define.ts";
import { Duration } from "./duration.ts";
import { NotAfter, SourceBase } from "./schema.ts";

/** A secret in the configuration, under the way in which it proves the sender; beside each `<way>` there is `<way>_file`. */
export type AuthEntry = Readonly<Record<string, string | undefined>>;

/** How to ask the sender itself. */
export interface ApiEntry {
  readonly token?: string;
  readonly token_file?: string;
  readonly url?: string;
  readonly reconcile?: string;
  readonly note?: boolean;
  readonly from?: string;
  readonly pages?: string;
  readonly redeliver?: string;
  readonly hooks?: readonly string[];
}

/** A source as the configuration states it. */
export interface SourceEntry {
  readonly name: string;
  readonly kind: string;
  readonly auth?: readonly AuthEntry[];
  readonly sharesKeysWith?: string;
  readonly api?: ApiEntry;
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
      ...(kind.api === undefined ? {} : { api: Type.Optional(apiSchema(kind.api)) }),
      ...(kind.options === undefined ? {} : { options: Type.Optional(kind.options) }),
    },
    { additionalProperties: false },
  );
}

const optionalText = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));

const noteSchema = {
  note: Type.Optional(Type.Boolean()),
  from: optionalText("an email address"),
  pages: optionalText('an address such as "https://annalist.example.com"'),
};

const redeliverSchema = {
  redeliver: Type.Optional(Duration),
  hooks: Type.Optional(
    Type.Array(
      Type.String({
        pattern: "^(repos/[\\w.-]+/[\\w.-]+|orgs/[\\w.-]+)/hooks/[0-9]+$",
        description: 'a webhook such as "repos/acme/shop/hooks/12345678" or "orgs/acme/hooks/12345678"',
      }),
      { minItems: 1 },
    ),
  ),
};

function apiSchema(uses: readonly ApiUse[]): TSchema {
  return Type.Object(
    {
      token: optionalText("a secret"),
      token_file: optionalText("the path of a file that holds a secret"),
      url: optionalText('an address such as "https://api.example.com"'),
      ...(uses.includes("reconcile") ? { reconcile: Type.Optional(Duration) } : {}),
      ...(uses.includes("redeliver") ? redeliverSchema : {}),
      ...(uses.includes("note") ? { ...noteSchema } : {}),
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
