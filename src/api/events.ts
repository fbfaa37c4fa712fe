import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { EventKind, type OpsEvent } from "../domain/event.ts";
import { lifecycleRank } from "../domain/order.ts";
import { type Instant, parseInstant } from "../domain/time.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { failures, Named } from "./named-schemas.ts";
import { DEFAULT_LIMIT, isAfter, ListOf, NoQuery, paged, readCursor, writeCursor } from "./paging.ts";
import { ApiProblem } from "./problem.ts";

const At = Type.String({ description: "RFC 3339 with a zone." });
const ListQuery = Type.Object(
  {
    ...paged,
    incident: Type.Optional(Type.String({ description: "Attached to this incident, by its id or an alias." })),
    source: Type.Optional(
      Type.String({ description: "The source that carried the event first, as each line names it." }),
    ),
    kind: Type.Optional(EventKind),
    since: Type.Optional(At),
    until: Type.Optional(At),
  },
  { additionalProperties: false },
);

/** Events in the order in which they happened, and one with all its deliveries. */
export const eventRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views }) => {
  app.get(
    "/events",
    {
      schema: {
        summary: "List events in the order in which they happened",
        tags: ["events"],
        querystring: ListQuery,
        response: { 200: ListOf(Named("EventLine")), ...failures() },
      },
    },
    async ({ query }) => {
      const { incident, source, kind, limit = DEFAULT_LIMIT } = query;
      const after = query.cursor === undefined ? null : readCursor(query.cursor, ["number", "number", "string"]);
      const since = readTime(query.since) ?? Number.NEGATIVE_INFINITY;
      const until = readTime(query.until) ?? Number.POSITIVE_INFINITY;
      const found = await views.listEvents(
        {
          incident,
          choose: ({ event, source: carrier }) =>
            event.occurredAt >= since &&
            event.occurredAt <= until &&
            (source === undefined || carrier === source) &&
            (kind === undefined || event.kind === kind) &&
            (after === null || isAfter(placeOf(event), after)),
        },
        limit + 1,
      );
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, next: last && found.length > limit ? writeCursor(placeOf(last)) : null };
    },
  );

  app.get(
    "/events/:key",
    {
      schema: {
        summary: "Read an event by its key or a former one, with its deliveries and variants",
        tags: ["events"],
        params: Type.Object({ key: Type.String() }),
        querystring: NoQuery,
        response: { 200: Named("EventDetail"), ...failures(404) },
      },
    },
    async ({ params }) => {
      const event = await views.readEvent(params.key);
      if (event) return event;
      throw new ApiProblem(
        404,
        "unknown_event",
        "There is no event with this key. Write it percent-encoded: it holds slashes.",
      );
    },
  );
};

function readTime(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const told = parseInstant(text);
  if (told) return told.at;
  throw new ApiProblem(400, "unreadable_time", `"${text}" is no RFC 3339 time with a zone.`);
}

/** The place of an event in the total order. */
function placeOf({ occurredAt, action, key }: OpsEvent): (string | number)[] {
  return [occurredAt, lifecycleRank(action), key];
}
