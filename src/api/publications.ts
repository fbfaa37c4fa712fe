import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { policyOf } from "../publish/html-policy.ts";
import type { PublicationRecord } from "../store/store.ts";
import type { PublishAttempt } from "../views/publishing.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { findIncident, movedTo, unknownIncident } from "./found.ts";
import { identify } from "./idempotency.ts";
import { failures } from "./named-schemas.ts";
import { ListOf, NoQuery, paged, pageOf } from "./paging.ts";
import { ApiProblem } from "./problem.ts";
import { userOf } from "./who.ts";
import { readZone } from "./zone.ts";

const Params = Type.Object({ id: Type.String() });
const Body = Type.Union([
  Type.Null(),
  Type.Object(
    {
      digest: Type.Optional(
        Type.String({ description: "Publish only this draft: the one that the person looked at." }),
      ),
      number: Type.Optional(
        Type.Integer({
          minimum: 1,
          description: "Publish only under this number: the one that the person was offered.",
        }),
      ),
      zone: Type.Optional(Type.String({ description: "An IANA time zone, shown beside UTC." })),
    },
    { additionalProperties: false },
  ),
]);
const Obstacle = Type.Object({
  code: Type.String(),
  blocks: Type.Boolean(),
  text: Type.String(),
  about: Type.Union([Type.String(), Type.Null()]),
});
const PublicationLine = Type.Object({
  number: Type.Integer(),
  by: Type.String(),
  at: Type.String(),
  digest: Type.String(),
  revision: Type.Integer(),
});
/** A publication as lists show it. */
export type PublicationLine = Static<typeof PublicationLine>;
const Answer = Type.Object({
  publication: Type.Union([PublicationLine, Type.Null()], { description: "Null for a dry run." }),
  obstacles: Type.Array(Obstacle),
});
/** What became of an attempt to publish. */
export type Answer = Static<typeof Answer>;

/** Publications of an incident: listed, and made. */
export const publicationRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, dependencies) => {
  const { views } = dependencies;
  await app.register(formRoutes, dependencies);
  app.get(
    "/incidents/:id/publications",
    {
      schema: {
        summary: "List an incident's publications by number",
        tags: ["publications"],
        params: Params,
        querystring: Type.Object(paged, { additionalProperties: false }),
        response: { 200: ListOf(PublicationLine), ...failures(404) },
      },
    },
    async (request) => {
      const { machine } = await findIncident(views, request, request.params.id);
      const lines = (await views.listPublications(machine.opener)).map(publicationLine);
      return pageOf(lines, request.query, {
        kinds: ["number"],
        of: ({ number }) => [number],
        isAfter: ({ number }, [last = 0]) => number > Number(last),
      });
    },
  );

  app.post(
    "/incidents/:id/publications",
    {
      schema: {
        summary: "Publish the draft as it is now under the next number",
        description:
          "`dry_run=true` publishes nothing and lists what stands in the way. 409 where something blocks, or somebody published meanwhile. " +
          "An `Idempotency-Key` makes it safe to send the same request again.",
        tags: ["publications"],
        params: Params,
        querystring: Type.Object({ dry_run: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
        body: Body,
        response: { 200: Answer, 201: Answer, ...failures(403, 404, 409, 412, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const dryRun = request.query.dry_run ?? false;
      const { number: wanted, ...body } = request.body ?? {};
      const wish = {
        by: userOf(request),
        dryRun,
        ...body,
        ...(wanted === undefined ? {} : { wanted }),
        ...readZone(request.body ?? {}),
        ...identify(request),
      };
      if (dryRun) return answer(await views.publish(id, wish), request, id);
      const made = answer(await views.publish(id, wish), request, id);
      return reply
        .status(201)
        .header("location", `${request.url.split("?")[0]}/${made.publication?.number}`)
        .send(made);
    },
  );
};

/** A publication in its forms. */
const formRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views }) => {
  for (const { suffix, type, read } of FORMS) {
    app.get(
      `/incidents/:id/publications/:number(^\\d{1,9})${suffix}`,
      {
        schema: {
          summary: `Read a publication as ${type}, in the bytes that were published`,
          tags: ["publications"],
          params: Type.Object({ id: Type.String(), number: Type.Integer({ minimum: 1 }) }),
          querystring: NoQuery,
          produces: [type],
          response: { 200: Type.Unknown(), ...failures(404) },
        },
      },
      async (request, reply) => {
        const { machine } = await findIncident(views, request, request.params.id);
        const record = await views.readPublication(machine.opener, request.params.number);
        if (!record)
          throw new ApiProblem(404, "unknown_publication", `The incident has no publication ${request.params.number}.`);
        return reply
          .type(`${type}; charset=utf-8`)
          .header("etag", `"${record.digest}"`)
          .headers(suffix === ".html" ? { "content-security-policy": policyOf(record.html) } : {})
          .send(Buffer.from(read(record)));
      },
    );
  }
};

const FORMS = [
  { suffix: "", type: "application/json", read: ({ json }: PublicationRecord) => json },
  { suffix: ".md", type: "text/markdown", read: ({ markdown }: PublicationRecord) => markdown },
  { suffix: ".html", type: "text/html", read: ({ html }: PublicationRecord) => html },
] as const;

function publicationLine({ number, by, at, digest, revision }: PublicationRecord): Static<typeof PublicationLine> {
  return { number, by, at, digest, revision };
}

function answer(attempt: PublishAttempt, request: FastifyRequest, name: string): Answer {
  switch (attempt.is) {
    case "published":
      return { publication: publicationLine(attempt.record), obstacles: [...attempt.obstacles] };
    case "assessed":
      return { publication: null, obstacles: [...attempt.obstacles] };
    case "blocked":
      throw new ApiProblem(409, "blocked", "Something must be decided before this can be published.", {
        obstacles: attempt.obstacles,
      });
    case "key_reused":
      throw new ApiProblem(422, "idempotency_key_reused", "This Idempotency-Key was sent before with another body.");
    case "too_early":
      throw new ApiProblem(422, "unknown_number", `The next version is ${attempt.next}: send that number, or none.`);
    case "overtaken":
      throw new ApiProblem(
        409,
        "published_meanwhile",
        `Somebody published version ${attempt.number} meanwhile: look at it first.`,
      );
    case "changed":
      throw new ApiProblem(412, "draft_changed", "The draft has changed since you looked at it: load it again.", {
        digest: attempt.digest,
      });
    case "moved":
      throw movedTo(request, attempt.id);
    case "unknown":
      throw unknownIncident(name);
  }
}
