import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type Static, Type } from "typebox";
import { sha256 } from "../domain/hash.ts";
import { KafkaPlace, readKafkaPlace } from "../domain/kafka-place.ts";
import { formatInstant } from "../domain/time.ts";
import type { SweptDelivery } from "../store/store.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { failures } from "./named-schemas.ts";
import { isAfter, ListOf, NoQuery, paged, pageOf } from "./paging.ts";
import { ApiProblem } from "./problem.ts";

const Params = Type.Object({ id: Type.String() });
const Delivery = Type.Object({
  id: Type.String(),
  source: Type.String(),
  receivedAt: Type.String(),
  place: Type.Optional({
    ...KafkaPlace,
    description:
      "Where it was read in Kafka, if it came from there; of one content that came more than once, where that was this delivery. Earlier versions did not keep it.",
  }),
  headers: Type.Record(Type.String(), Type.String()),
  /** The bytes as text; base64 where they are no UTF-8. */
  body: Type.String(),
  encoding: Type.Enum(["utf8", "base64"] as const),
  sha256: Type.String({ description: "Of the body's bytes." }),
  events: Type.Array(Type.String(), { description: "Keys of the events that were made of it." }),
});
/** A delivery as it came. */
export type Delivery = Static<typeof Delivery>;
const Quarantined = Type.Object({
  delivery: Type.String(),
  source: Type.String(),
  receivedAt: Type.String(),
  code: Type.String(),
  detail: Type.String(),
  place: Type.Optional({ ...KafkaPlace, description: "Where it lies in Kafka, where it came from there." }),
});
/** A part of a delivery that could not be normalised. */
export type Quarantined = Static<typeof Quarantined>;
const Replayed = Type.Object({
  delivery: Type.String(),
  events: Type.Integer({ description: "Events that it gives now." }),
  released: Type.Boolean({ description: "Whether it left the quarantine." }),
  rejections: Type.Array(Type.Object({ code: Type.String(), detail: Type.String() })),
});
/** What decoding a delivery again gave. */
export type Replayed = Static<typeof Replayed>;

/** Raw deliveries, and those that could not be normalised. */
export const evidenceRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, dependencies) => {
  const { views, readDelivery, replayDelivery } = dependencies;
  app.get(
    "/deliveries/:id",
    {
      schema: {
        summary: "Read a delivery as it came: only headers that its source reads, never a secret",
        tags: ["evidence"],
        params: Params,
        querystring: NoQuery,
        response: { 200: Delivery, ...failures(404, 410) },
      },
    },
    async ({ params }, reply) => {
      const delivery = await readDelivery(params.id);
      if (!delivery) throw unknownDelivery(params.id);
      const events = [...(await views.eventsOfDelivery(delivery.id))];
      if (isSwept(delivery)) throw noLongerKept(delivery, events);
      const { id, source, receivedAt, headers, body } = delivery;
      const place = readKafkaPlace(delivery.place ?? "");
      void reply.header("cache-control", "no-store");
      const told = { id, source, receivedAt: formatInstant(receivedAt, "us"), headers: { ...headers } };
      return { ...told, ...(place ? { place } : {}), ...textOf(body), sha256: sha256(body), events };
    },
  );

  app.get(
    "/quarantine",
    {
      schema: {
        summary: "List what could not be normalised, the oldest first",
        tags: ["evidence"],
        querystring: Type.Object(paged, { additionalProperties: false }),
        response: { 200: ListOf(Quarantined), ...failures() },
      },
    },
    async ({ query }) => {
      const page = pageOf(await views.listQuarantine(), query, {
        kinds: ["number", "string", "string", "string"],
        of: ({ receivedAt, delivery, code, detail }) => [receivedAt, delivery, code, detail],
        isAfter: ({ receivedAt, delivery, code, detail }, cursor) =>
          isAfter([receivedAt, delivery, code, detail], cursor),
      });
      const items = page.items.map(({ delivery, source, receivedAt, code, detail, place }) => ({
        ...{ delivery, source, receivedAt: formatInstant(receivedAt, "us"), code, detail },
        ...(place ? { place } : {}),
      }));
      return { items, next: page.next };
    },
  );

  app.post(
    "/quarantine/:id/replay",
    {
      schema: {
        summary: "Decode a quarantined delivery again",
        tags: ["evidence"],
        params: Params,
        querystring: NoQuery,
        response: { 200: Replayed, ...failures(403, 404, 410) },
      },
    },
    async ({ params }) => {
      const waits = (await views.listQuarantine()).some(({ delivery }) => delivery === params.id);
      const replayed = waits ? await replayDelivery(params.id) : null;
      const left = waits && !replayed ? await readDelivery(params.id) : null;
      if (left && isSwept(left)) throw noLongerKept(left, []);
      if (!replayed) throw new ApiProblem(404, "not_quarantined", `Delivery ${params.id} is not in quarantine.`);
      views.touched();
      const rejections = replayed.rejections.map(({ code, detail }) => ({ code, detail }));
      return { delivery: params.id, events: replayed.events, released: rejections.length === 0, rejections };
    },
  );
};

function unknownDelivery(id: string): ApiProblem {
  return new ApiProblem(404, "unknown_delivery", `There is no delivery ${id} here, or it is no longer kept.`);
}

const isSwept = (delivery: object): delivery is SweptDelivery => "sweptAt" in delivery;

function noLongerKept(swept: SweptDelivery, events: readonly string[]): ApiProblem {
  const { id, source, receivedAt, sweptAt } = swept;
  const place = readKafkaPlace(swept.place ?? "");
  const [received, until] = [formatInstant(receivedAt, "us"), formatInstant(sweptAt, "s")];
  const detail = `Delivery ${id} came from ${source} at ${received}; its bytes were kept until ${until}, as long as the configuration says (retention.raw).`;
  const more = { delivery: id, source, receivedAt: received, keptUntil: until, ...(place ? { place } : {}), events };
  return new ApiProblem(410, "delivery_swept", detail, more);
}

function textOf(body: Uint8Array): { body: string; encoding: "utf8" | "base64" } {
  try {
    return { body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body), encoding: "utf8" };
  } catch {
    return { body: Buffer.from(body).toString("base64"), encoding: "base64" };
  }
}
