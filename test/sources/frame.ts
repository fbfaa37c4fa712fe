import type { Sighting } from "../../src/domain/event.ts";
import { formatInstant, SECOND } from "../../src/domain/time.ts";
import { answerHandshake, decode, relevantHeaders } from "../../src/ingest/decode/decode.ts";
import type { Arrival, StoredDelivery } from "../../src/ingest/delivery.ts";
import type { Secret as LiveSecret, Source } from "../../src/ingest/source.ts";
import { trust, verify } from "../../src/ingest/verify/verify.ts";
import type { AuthKind, Handshake, SourceKind } from "../../src/sources/lib/define.ts";
import type { Case } from "./cases.ts";
import { send } from "./sign.ts";

/** What `expected.json` says: what became of a case's delivery. `refused` is the code of why it is not authentic. */
export type Result =
  | { readonly refused: string }
  | { readonly handshake: Handshake }
  | { readonly events: readonly unknown[]; readonly rejected: readonly unknown[]; readonly ignored: readonly string[] };

/** Takes a case's bytes through the real frame: signed as its sender would, verified, decoded. */
export function runCase(golden: Case, kind: SourceKind): Result {
  const source = sourceOf(golden, kind);
  const arrival = arrivalOf(golden, kind);
  const verified = source.auth.length === 0 ? trust(source, arrival) : verify(source, arrival, golden.receivedAt);
  if ("ok" in verified && !verified.ok) return { refused: verified.rejection.code };
  const delivery = "ok" in verified ? verified.value : verified;
  const handshake = answerHandshake(source, delivery);
  if (handshake) return { handshake };
  const stored: StoredDelivery = {
    id: `${golden.kind}-${golden.name}`,
    source: source.name,
    headers: relevantHeaders(source, delivery.headers),
    body: delivery.body,
    receivedAt: delivery.receivedAt,
  };
  const { sightings, rejections, ignored } = decode(source, stored);
  return { events: sightings.map(readable), rejected: rejections, ignored };
}

function sourceOf({ request }: Case, kind: SourceKind): Source {
  const auth: LiveSecret[] = Object.entries(request.auth ?? {}).map(([way, value]) => ({
    kind: way as AuthKind,
    value,
  }));
  return { name: `our-${kind.name}`, kind, auth, keyName: `our-${kind.name}`, options: request.options ?? {} };
}

function arrivalOf({ request, body, receivedAt }: Case, kind: SourceKind): Arrival {
  const headers = { "content-type": "application/json", ...request.headers };
  const header = kind.hmac?.timestamp?.header;
  const stamped = header === undefined ? undefined : request.headers?.[header];
  const seconds = String(Math.floor(receivedAt / SECOND));
  const needsStamp = kind.hmac?.timestamp?.required === true || request.auth?.standardWebhooks !== undefined;
  const stamp = stamped ?? (needsStamp ? seconds : undefined);
  const sent = request.auth ? send(kind, request.auth, request.proof ?? "right", body, stamp) : { headers: {}, body };
  const urlToken = "urlToken" in sent ? sent.urlToken : undefined;
  return {
    source: `our-${kind.name}`,
    headers: { ...headers, ...sent.headers },
    ...(urlToken === undefined ? {} : { urlToken }),
    body: sent.body,
    receivedAt,
  };
}

/** The event with its instants as people read them, to the microsecond. */
function readable({ event, sentAt }: Sighting): unknown {
  return {
    ...event,
    told: event.told && { ...event.told, at: formatInstant(event.told.at, "us") },
    ...(sentAt === undefined ? {} : { sentAt: formatInstant(sentAt, "us") }),
  };
}
