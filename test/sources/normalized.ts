import type { TSchema } from "typebox";
import { checkOf } from "../../src/sources/lib/check.ts";
import type { Normalized, SourceKind } from "../../src/sources/lib/define.ts";

/** What a kind makes of a payload, through its schema, without the frame. Throws if the payload is none of the kind's. */
export function checkedEvents<P extends TSchema>(
  kind: SourceKind<P>,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
): Normalized {
  const outcome = checkOf(kind.payload)(payload);
  if (!outcome.ok) throw new Error(outcome.rejection.detail);
  return kind.normalize(outcome.value, { source: "ours", headers, receivedAt: 1_777_896_000_000_000, options: {} });
}
