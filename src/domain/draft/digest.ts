import { canonicalJson } from "../canonical.ts";
import { sha256 } from "../hash.ts";
import type { Settings } from "../settings.ts";
import type { Draft } from "./schema.ts";

/**
 * SHA-256 of the draft's canonical JSON without `revision`, `digest` and every `new`: two drafts that say the same have the same digest,
 * whoever looked at them. Evidence must not be capped yet.
 */
export function draftDigest(draft: Omit<Draft, "digest">): string {
  const said = {
    ...draft,
    revision: undefined,
    digest: undefined,
    entries: draft.entries.map((entry) => ({ ...entry, new: undefined })),
  };
  return sha256(canonicalJson(said));
}

/** SHA-256 of what drafting reads of the configuration. */
export function configDigest(settings: Settings): string {
  return sha256(canonicalJson(settings));
}
