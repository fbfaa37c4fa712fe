import { sha256 } from "../../domain/hash.ts";
import { type Outcome, type Rejection, reject } from "../../domain/outcome.ts";
import { checkOf } from "../../sources/lib/check.ts";
import type { Handshake, Normalized, SourceContext, SourceEvent } from "../../sources/lib/define.ts";
import type { NewSighting } from "../../store/store.ts";
import type { Decoded, StoredDelivery, VerifiedDelivery } from "../delivery.ts";
import type { Source } from "../source.ts";
import { cut, parseBounded } from "./bounds.ts";
import { CompletedEvent, completeEvent, usableInstant } from "./complete.ts";

/** Of what a source found odd in one delivery so much is kept: a hostile group must not fill the quarantine. */
const MOST_REJECTIONS = 1_000;
const LONGEST_TYPE = 100;

/**
 * Reads what a delivery said: bytes, payload, events, sightings. Pure, and never throws, whatever the bytes: what cannot be read is a
 * rejection (`not_json`, `too_deep`, `too_many_values`, `unexpected_payload`, a source's own code, or `source_failed` where the source
 * itself broke), and takes no good event of the same delivery with it.
 */
export function decode(source: Source, delivery: StoredDelivery): Decoded {
  const normalized = attempt(() => normalizePayload(source, delivery));
  if (!normalized.ok) return { sightings: [], rejections: [normalized.rejection], ignored: [] };
  const { events, rejected = [], ignored = [] } = normalized.value;
  const sightings: NewSighting[] = [];
  const rejections = [...rejected];
  for (const event of events) {
    const seen = attempt(() => sight(source, event, delivery));
    if (seen.ok) sightings.push(seen.value);
    else rejections.push(seen.rejection);
  }
  return { sightings, rejections: rejections.slice(0, MOST_REJECTIONS).map(tidy), ignored: ignored.map(shortType) };
}

/** The answer to a sender's handshake (Slack's `url_verification`); null for any other delivery. Never throws. */
export function answerHandshake(source: Source, delivery: VerifiedDelivery): Handshake | null {
  if (!source.kind.handshake) return null;
  const answer = attempt((): Outcome<Handshake | null> => {
    const context = contextOf(source, { ...delivery, headers: relevantHeaders(source, delivery.headers) });
    const payload = readPayload(source, delivery.body, context);
    return payload.ok ? { ok: true, value: source.kind.handshake?.(payload.value, context) ?? null } : payload;
  });
  return answer.ok ? answer.value : null;
}

/** The headers that a source's deliveries are kept with, and are told apart by: those that the kind reads, never a secret. */
export function relevantHeaders(
  { kind }: Source,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const relevant: Record<string, string> = {};
  keepHeader(relevant, "content-type", headers);
  for (const wanted of kind.headers) {
    if (wanted.endsWith("*")) for (const name of namesLike(wanted, headers)) keepHeader(relevant, name, headers);
    else keepHeader(relevant, wanted, headers);
  }
  return relevant;
}

function keepHeader(kept: Record<string, string>, name: string, headers: Readonly<Record<string, string>>): void {
  const value = headers[name];
  if (value !== undefined) kept[name] = value;
}

/** `ce-*` stands for every header whose name begins with `ce-`. */
function namesLike(wanted: string, headers: Readonly<Record<string, string>>): readonly string[] {
  const beginning = wanted.slice(0, -1);
  return Object.keys(headers)
    .filter((name) => name.startsWith(beginning))
    .sort();
}

function normalizePayload(source: Source, delivery: StoredDelivery): Outcome<Normalized> {
  const context = contextOf(source, delivery);
  const payload = readPayload(source, delivery.body, context);
  return payload.ok ? { ok: true, value: source.kind.normalize(payload.value, context) } : payload;
}

function readPayload({ kind }: Source, body: Uint8Array, context: SourceContext): Outcome<unknown> {
  const read = kind.read ? kind.read(body, context, parseBounded) : parseBounded(body);
  return read.ok ? checkOf(kind.payload)(read.value) : read;
}

function contextOf(
  source: Source,
  { headers, receivedAt }: Pick<StoredDelivery, "headers" | "receivedAt">,
): SourceContext {
  return { source: source.name, headers, receivedAt, options: source.options };
}

function sight(source: Source, made: SourceEvent, delivery: StoredDelivery): Outcome<NewSighting> {
  const event = completeEvent(source, made);
  const sound = checkOf(CompletedEvent)(event);
  if (!sound.ok) return reject("source_failed", `The source made an event that is none: ${sound.rejection.detail}`);
  const sentAt = usableInstant(made.sentAt);
  const { id, source: name, receivedAt } = delivery;
  // As contentOf, without the sorting: completeEvent made the members in order.
  const json = JSON.stringify(event);
  const sighting = { event, content: sha256(json), json, delivery: id, source: name, receivedAt };
  return { ok: true, value: sentAt === undefined ? sighting : { ...sighting, sentAt } };
}

/** A source is our code, but it walks foreign values: what it throws is a rejection of this delivery, and of no other. */
function attempt<T>(step: () => Outcome<T>): Outcome<T> {
  try {
    return step();
  } catch (error) {
    return reject(
      "source_failed",
      `The source failed: ${error instanceof Error ? error.message : "it threw no error"}`,
    );
  }
}

/** A type is a name of the sender's, counted under it: whatever a payload says, no more than a name is kept. */
function shortType(type: string): string {
  return cut(type, LONGEST_TYPE);
}

function tidy({ code, detail }: Rejection): Rejection {
  return { code, detail: cut(detail, 500) };
}
