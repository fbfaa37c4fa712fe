import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { capEvidence } from "../domain/draft/decided/evidence.ts";
import { Draft } from "../domain/draft/schema.ts";
import { sha256 } from "../domain/hash.ts";
import { renderHtml } from "../publish/html.ts";
import { policyOf } from "../publish/html-policy.ts";
import { renderMarkdown } from "../publish/markdown.ts";
import { MOST_EVIDENCE } from "../views/delta.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { findIncident } from "./found.ts";
import { failures } from "./named-schemas.ts";
import { paged } from "./paging.ts";
import { Window, windowOf } from "./window.ts";
import { readZone, ZoneQuery } from "./zone.ts";

const Params = Type.Object({ id: Type.String() });
const DraftQuery = Type.Object(
  {
    visibility: Type.Optional(
      Type.Enum(["timeline", "log"] as const, {
        description: "A window: on what stands on the timeline, or on everything attached.",
      }),
    ),
    at: Type.Optional(Type.String({ description: "RFC 3339: the window begins here." })),
    ...paged,
  },
  { additionalProperties: false },
);
const DraftAnswer = Type.Interface([Draft], { window: Type.Optional(Window) });
const NotModified = Type.Null({ description: "The draft is still the one that If-None-Match names." });

/** The draft of an incident: JSON, whose ETag is its digest, and Markdown and HTML, whose ETag is the hash of their own bytes. */
export const draftRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views }) => {
  app.get(
    "/incidents/:id/draft",
    {
      schema: {
        summary: "Read the draft",
        description:
          `An entry carries at most ${MOST_EVIDENCE} pieces of evidence, and \`evidenceTotal\` where there are more. ` +
          "Without `visibility` all entries come at once.",
        tags: ["drafts"],
        params: Params,
        querystring: DraftQuery,
        response: { 200: DraftAnswer, 304: NotModified, ...failures(404) },
      },
    },
    async (request, reply) => {
      const { draft } = await findIncident(views, request, request.params.id);
      const answer = windowOf(draft, request.query);
      if (isKnown(request, reply, draft.digest)) return reply.status(304).send(null);
      return { ...answer, ...capEvidence(answer, MOST_EVIDENCE) };
    },
  );

  for (const { suffix, type, render } of RENDERINGS) {
    app.get(
      `/incidents/:id/draft.${suffix}`,
      {
        schema: {
          summary: `Read the draft as ${type}`,
          tags: ["drafts"],
          params: Params,
          querystring: ZoneQuery,
          produces: [type],
          response: { 200: Type.String(), 304: NotModified, ...failures(404) },
        },
      },
      async (request, reply) => {
        const zone = readZone(request.query);
        const { draft } = await findIncident(views, request, request.params.id);
        const rendered = render(draft, { ...zone, edition: { is: "draft" } });
        // Also of a 304: a browser takes its headers for those of what it has.
        if (suffix === "html") reply.header("content-security-policy", policyOf(rendered, "'self'"));
        // Not by the draft's digest, which says nothing of the version that renders it.
        if (isKnown(request, reply, sha256(rendered))) return reply.status(304).send(null);
        return reply.type(`${type}; charset=utf-8`).send(rendered);
      },
    );
  }
};

const RENDERINGS = [
  { suffix: "md", type: "text/markdown", render: renderMarkdown },
  { suffix: "html", type: "text/html", render: renderHtml },
] as const;

/** Whether the reader has already what a hash names. Sets it as the ETag. */
function isKnown({ headers }: FastifyRequest, reply: FastifyReply, hash: string): boolean {
  const tag = `"${hash}"`;
  reply.header("etag", tag);
  const known = (headers["if-none-match"] ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(tag) || known.includes("*");
}
