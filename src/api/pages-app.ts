import swagger from "@fastify/swagger";
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import fastify, { type FastifyInstance, type FastifyPluginAsync, LogController } from "fastify";
import { Type } from "typebox";
import { changeRoutes } from "./changes.ts";
import { decisionRoutes } from "./decisions.ts";
import type { PagesAppDependencies } from "./dependencies.ts";
import { CONVENTIONS, describeAnswers } from "./description.ts";
import { draftRoutes } from "./drafts.ts";
import { eventRoutes } from "./events.ts";
import { evidenceRoutes } from "./evidence.ts";
import { guard, HEADERS } from "./guard.ts";
import { incidentRoutes } from "./incidents.ts";
import { Methods } from "./methods.ts";
import { nameSchemas } from "./named-schemas.ts";
import { NoQuery } from "./paging.ts";
import { answerProblems, answerUnroutable } from "./problem.ts";
import { tellCodes } from "./problem-codes.ts";
import { publicationRoutes } from "./publications.ts";
import { sourceRoutes } from "./sources.ts";

const PREFIX = "/api/v1";
const REQUEST_TIMEOUT_MS = 12_000;
const SECOND_MS = 1_000;
/** Room for 500 decisions. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Builds the app of the pages' listener: the API, its description, and the pages. Nobody can log in yet, so it MUST listen on loopback
 * only; requests that other sites make a browser send are refused all the same.
 */
export async function buildPagesApp(dependencies: PagesAppDependencies): Promise<FastifyInstance> {
  const { requestTimeoutMs: requestTimeout = REQUEST_TIMEOUT_MS } = dependencies;
  const app = fastify({
    ...(dependencies.log ? { loggerInstance: dependencies.log } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout,
    // By itself Node looks for requests that take too long every half a minute only.
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.min(SECOND_MS, requestTimeout) },
    routerOptions: { maxParamLength: MOST_PARAM },
    frameworkErrors: (error, request, reply) => answerUnroutable(error, request, reply.headers(HEADERS)),
    forceCloseConnections: "idle",
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // What routes answer is typed by their schemas; a second pass over large drafts would only cost time.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  guard(app, dependencies.hosts ?? []);
  answerProblems(app, new Methods(app, PREFIX));
  nameSchemas(app);
  await describe(app);
  await app.register(apiOf(dependencies), { prefix: PREFIX });
  if (dependencies.pages) await app.register(dependencies.pages);
  return app;
}

/** Event keys stand in paths. */
const MOST_PARAM = 2048;

async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Annalist",
        version: "1",
        description: `${CONVENTIONS}\n\n${tellCodes()}`,
      },
    },
    transformObject: describeAnswers,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json["$id"] === "string" ? json["$id"] : `def-${index}`,
    },
  });
}

function apiOf(dependencies: PagesAppDependencies): FastifyPluginAsync {
  return async (app) => {
    for (const routes of [incidentRoutes, draftRoutes, decisionRoutes, publicationRoutes, changeRoutes])
      await app.register(routes, dependencies);
    for (const routes of [eventRoutes, evidenceRoutes, sourceRoutes]) await app.register(routes, dependencies);
    const schema = {
      summary: "Read this description",
      tags: ["meta"],
      querystring: NoQuery,
      response: { 200: Type.Unknown() },
    };
    app.get("/openapi.json", { schema }, async () => app.swagger());
  };
}
