import { type Static, Type } from "typebox";
import type { Alert } from "./prometheus-alert.ts";

const Text = Type.Optional(Type.String());

/** Pairs as a map, or as the list that the first version of the schema wrote. */
const Pairs = Type.Union([
  Type.Record(Type.String(), Type.String()),
  Type.Object({ labels: Type.Array(Type.Object({ key: Text, value: Text })) }),
]);

/** Protobuf's JSON leaves out what is empty or false, and writes 64-bit numbers as text. */
const snapshot = {
  fingerprint: Text,
  name: Text,
  labels: Type.Optional(Pairs),
  annotations: Type.Optional(Pairs),
  startsAt: Text,
  endsAt: Text,
  resolved: Type.Optional(Type.Boolean()),
};

/** An alert as Alertmanager's event recorder writes it; in the first version of its schema `details` stand below a `hash`. */
export const RecordedAlert = Type.Object({
  ...snapshot,
  hash: Text,
  details: Type.Optional(Type.Object(snapshot)),
});
export type RecordedAlert = Static<typeof RecordedAlert>;

/** The same alert as the webhook would tell of it; null where only its hash is told. */
export function asAlert(recorded: RecordedAlert): Alert | null {
  const told = recorded.hash === undefined ? recorded : recorded.details;
  if (!told) return null;
  const { fingerprint, name, labels, annotations, startsAt, endsAt, resolved } = told;
  const written = pairsOf(labels);
  return {
    status: resolved ? "resolved" : "firing",
    labels: name === undefined ? written : { alertname: name, ...written },
    annotations: pairsOf(annotations),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(fingerprint === undefined ? {} : { fingerprint: inHex(fingerprint) }),
  };
}

/** The webhook writes a fingerprint in 16 hex digits, the recorder as a decimal number. */
function inHex(fingerprint: string): string {
  return /^\d{1,20}$/.test(fingerprint) ? BigInt(fingerprint).toString(16).padStart(16, "0") : fingerprint;
}

function pairsOf(pairs: Static<typeof Pairs> | undefined): Record<string, string> {
  if (!pairs) return {};
  const { labels } = pairs;
  // A map may have a label of that name too: its value is a text.
  if (!Array.isArray(labels)) return pairs as Record<string, string>;
  return Object.fromEntries(labels.map(({ key = "", value = "" }) => [key, value]));
}
