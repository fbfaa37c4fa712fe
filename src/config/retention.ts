import type { Retention } from "../domain/retention.ts";
import { parseDuration } from "./duration.ts";
import type { Finding } from "./problem.ts";
import type { ConfigFile } from "./schema.ts";

/**
 * For how long things are kept. What is derived must outlive what it is derived of: bytes, then events, then what tells that a delivery came before.
 * Otherwise a replay would bring back what was deleted, or a sender that repeats itself would.
 */
export function makeRetention(written: NonNullable<ConfigFile["retention"]>, findings: Finding[]): Retention {
  const span = (text: string | undefined) => (text === undefined ? null : parseDuration(text));
  const retention = { raw: span(written.raw), events: span(written.events), keys: span(written.keys) };
  if (retention.raw === null) findings.push(...withoutRaw(retention));
  else findings.push(...tooShort(retention.raw, retention));
  return retention;
}

function withoutRaw({ events, keys }: Retention): Finding[] {
  return (["events", "keys"] as const)
    .filter((name) => ({ events, keys })[name] !== null)
    .map((name) => ({
      path: ["retention", name],
      what: "nothing else is deleted while the bytes of deliveries are kept for ever",
      remedy: `Write retention.raw, too, or leave out retention.${name}`,
    }));
}

function tooShort(raw: number, { events, keys }: Retention): Finding[] {
  const findings: Finding[] = [];
  if (events !== null && events < raw) {
    findings.push({
      path: ["retention", "events"],
      what: "events would be deleted before the bytes that they were made of, and a replay would bring them back",
      remedy: "Keep events for at least as long as retention.raw",
    });
  }
  if (keys !== null && keys < Math.max(raw, events ?? 0)) {
    findings.push({
      path: ["retention", "keys"],
      what: "that a delivery came before would be forgotten while its bytes or events are kept, and a repeat of it would be decoded again",
      remedy: "Keep keys for at least as long as retention.raw and retention.events",
    });
  }
  return findings;
}
