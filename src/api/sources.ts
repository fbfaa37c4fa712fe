import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { withRefusals } from "../views/source-health.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { failures, Named } from "./named-schemas.ts";
import { ListOf, NoQuery } from "./paging.ts";

/** How the sources are doing. */
export const sourceRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views, refusals = () => [] }) => {
  app.get(
    "/sources",
    {
      schema: {
        summary: "List sources: what came from each, when last, where one was silent, and what was refused",
        tags: ["sources"],
        querystring: NoQuery,
        response: { 200: ListOf(Named("SourceHealth")), ...failures() },
      },
    },
    async () => ({ items: withRefusals(await views.sources(), refusals()), next: null }),
  );
};
