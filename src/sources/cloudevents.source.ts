import { type Static, Type } from "typebox";
import type { Rejection } from "../domain/outcome.ts";
import { annalistReaders } from "./lib/annalist-types.ts";
import { cdeventsReader } from "./lib/cdevents.ts";
import { Envelope, readMode } from "./lib/cloudevents-envelope.ts";
import { defineSource, type Normalized } from "./lib/define.ts";
import { ignore } from "./lib/shapes.ts";

const Received = Type.Union([
  Type.Object({ envelope: Envelope }),
  Type.Object({ problem: Type.Object({ code: Type.String(), detail: Type.String() }) }),
]);

function normalizeOne(received: Static<typeof Received>): Normalized {
  if ("problem" in received) return { events: [], rejected: [received.problem] };
  const { envelope } = received;
  const read = annalistReaders.get(envelope.type) ?? cdeventsReader(envelope.type);
  if (!read) return ignore(envelope.type);
  const { rejected = [], ...understood } = read(envelope.data, envelope);
  return { ...understood, rejected: rejected.map((rejection) => ofEvent(envelope, rejection)) };
}

/** In a batch the reader of the quarantine must know which event it was. */
function ofEvent({ type, id }: Envelope, { code, detail }: Rejection): Rejection {
  return { code, detail: `${type} ${id}: ${detail.replace(/^the payload\b/, "its data")}` };
}

/**
 * CloudEvents 1.0 over HTTP in structured, batch and binary mode, with the event types of our own and CDEvents.
 * A signature over the body is not offered: in binary mode it would leave the event's own attributes, which are headers, unsigned.
 */
export default defineSource({
  name: "cloudevents",
  auth: ["bearer", "basic"],
  bodyLimit: 8 * 1024 * 1024,
  headers: ["ce-*"],
  payload: Type.Array(Received),

  read: (body, { headers }, json) => readMode(body, headers, json),

  /** Every sender that proves itself with each delivery may deliver at any rate, so the asked-for origin is simply granted. */
  preflight(headers) {
    const origin = headers["webhook-request-origin"];
    if (!origin) return null;
    return {
      "WebHook-Allowed-Origin": origin,
      "WebHook-Allowed-Rate": headers["webhook-request-rate"] ?? "*",
      Allow: "POST, OPTIONS",
    };
  },

  normalize(received) {
    const parts = received.map(normalizeOne);
    return {
      events: parts.flatMap(({ events }) => events),
      rejected: parts.flatMap(({ rejected = [] }) => rejected),
      ignored: parts.flatMap(({ ignored = [] }) => ignored),
    };
  },
});
