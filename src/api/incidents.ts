import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { findEntry } from "../views/find-entry.ts";
import { incidentLine } from "../views/incident-line.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { findIncident } from "./found.ts";
import { failures, Named } from "./named-schemas.ts";
import { ListOf, NoQuery, paged, pageOf } from "./paging.ts";
import { ApiProblem } from "./problem.ts";

const Params = Type.Object({ id: Type.String() });
const EntryParams = Type.Object({ id: Type.String(), entry: Type.String() });
const ListQuery = Type.Object(
  {
    ...paged,
    status: Type.Optional(Type.Enum(["open", "mitigated", "resolved"] as const)),
    candidate: Type.Optional(Type.Boolean()),
    service: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** Incidents, the latest start first, and one of them. */
export const incidentRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views }) => {
  app.get(
    "/incidents",
    {
      schema: {
        summary: "List incidents, the latest start first",
        tags: ["incidents"],
        querystring: ListQuery,
        response: { 200: ListOf(Named("IncidentLine")), ...failures() },
      },
    },
    async ({ query }) => {
      const { status, candidate, service } = query;
      const chosen = (await views.listIncidents()).filter(
        (line) =>
          (status === undefined || line.status === status) &&
          (candidate === undefined || line.candidate === candidate) &&
          (service === undefined || line.services.includes(service)),
      );
      return pageOf(chosen, query, {
        kinds: ["string", "string"],
        of: ({ startedAt, id }) => [startedAt, id],
        isAfter: ({ startedAt, id }, [at = "", last = ""]) => startedAt < at || (startedAt === at && id < last),
      });
    },
  );

  app.get(
    "/incidents/:id",
    {
      schema: {
        summary: "Read an incident's summary",
        tags: ["incidents"],
        params: Params,
        querystring: NoQuery,
        response: { 200: Named("IncidentLine"), ...failures(404) },
      },
    },
    async (request) => incidentLine(await findIncident(views, request, request.params.id)),
  );

  app.get(
    "/incidents/:id/entries/:entry/evidence",
    {
      schema: {
        summary: "List all the evidence of an entry",
        tags: ["incidents"],
        params: EntryParams,
        querystring: Type.Object(paged, { additionalProperties: false }),
        response: { 200: ListOf(Named("Evidence")), ...failures(404) },
      },
    },
    async (request) => {
      const drafted = await findIncident(views, request, request.params.id);
      const entry = findEntry(drafted, request.params.entry);
      if (!entry)
        throw new ApiProblem(
          404,
          "unknown_entry",
          `No entry of this incident ever had the id ${request.params.entry}.`,
        );
      const { evidence } = entry;
      const placed = evidence.map((piece, place) => ({ piece, place }));
      const page = pageOf(placed, request.query, {
        kinds: ["number"],
        of: ({ place }) => [place],
        isAfter: ({ place }, [last = 0]) => place > Number(last),
      });
      return { items: page.items.map(({ piece }) => piece), next: page.next };
    },
  );
};
