import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ApiDependencies } from "./dependencies.ts";
import { failures, Named } from "./named-schemas.ts";
import { ListOf, NoQuery } from "./paging.ts";

/** How the sources are doing. */
export const sourceRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views }) => {
  app.get(
    "/sources",
    {
      schema: {
        summary: "List sources: what came from each, when last, and where one was silent",
        tags: ["sources"],
        querystring: NoQuery,
        response: { 200: ListOf(Named("SourceHealth")), ...failures() },
      },
    },
    async () => ({ items: [...(await views.sources())], next: null }),
  );
};
