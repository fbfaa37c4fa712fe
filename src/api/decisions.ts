import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { Decision, type DecisionRecord } from "../domain/decision.ts";
import type { Decided, DecisionRequest } from "../views/decide.ts";
import { Delta } from "../views/delta.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { explainDecisions } from "./explain-decision.ts";
import { findIncident, movedTo, unknownIncident } from "./found.ts";
import { identify } from "./idempotency.ts";
import { failures } from "./named-schemas.ts";
import { ListOf, NoQuery, paged, pageOf } from "./paging.ts";
import { ApiProblem } from "./problem.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { userOf } from "./who.ts";

const Params = Type.Object({ id: Type.String() });
const MOST_AT_ONCE = 500;
const Body = Type.Union([Decision, Type.Array(Decision, { minItems: 1, maxItems: MOST_AT_ONCE })]);
const DecisionLine = Type.Object({
  number: Type.Integer(),
  batch: Type.Integer(),
  by: Type.String(),
  at: Type.String(),
  decision: Decision,
  anchors: Type.Array(Type.String()),
});
const Answer = Type.Interface([Delta], {
  numbers: Type.Array(Type.Integer()),
  by: Type.String(),
  at: Type.String(),
});
/** What became of a request to decide. */
export type Answer = Static<typeof Answer>;

/** The log of what people decided on an incident. */
export const decisionRoutes: FastifyPluginAsyncTypebox<ApiDependencies> = async (app, { views }) => {
  app.get(
    "/incidents/:id/decisions",
    {
      schema: {
        summary: "List an incident's decisions by number",
        tags: ["decisions"],
        params: Params,
        querystring: Type.Object(paged, { additionalProperties: false }),
        response: { 200: ListOf(DecisionLine), ...failures(404) },
      },
    },
    async (request) => {
      const { records } = await findIncident(views, request, request.params.id);
      return pageOf(records.map(decisionLine), request.query, {
        kinds: ["number"],
        of: ({ number }) => [number],
        isAfter: ({ number }, [last = 0]) => number > Number(last),
      });
    },
  );

  app.post(
    "/incidents/:id/decisions",
    {
      attachValidation: true,
      schema: {
        summary: "Decide: one decision, or several that are taken together or not at all",
        description:
          '`If-Match: "<revision>"` refuses them with 412 unless the incident is at that revision. An `Idempotency-Key` makes it safe to send the same request again. ' +
          "The name in `X-Annalist-User` is recorded. 409 tells of a decision on the same entry, finding, action item or key moment that the sent `version` does not know.",
        tags: ["decisions"],
        params: Params,
        querystring: NoQuery,
        headers: Type.Object({
          "if-match": Type.Optional(Type.String()),
          "idempotency-key": Type.Optional(Type.String()),
          "x-annalist-user": Type.Optional(Type.String()),
        }),
        body: Body,
        response: { 200: Answer, ...failures(403, 404, 409, 412, 413, 415, 422) },
      },
    },
    async (request) => {
      if (request.validationError) throw explainDecisions(request.body, request.validationError, MOST_AT_ONCE);
      const decisions = Array.isArray(request.body) ? request.body : [request.body];
      const asked: Omit<DecisionRequest, "at"> = {
        decisions,
        by: userOf(request),
        ...ifRevision(request.headers["if-match"]),
        ...identify(request),
      };
      return answer(await views.decide(request.params.id, asked), request, request.params.id);
    },
  );
};

function decisionLine({ number, batch, by, at, decision, anchors }: DecisionRecord) {
  return { number, batch, by, at, decision, anchors };
}

/** `If-Match` names a revision; `*` asks for nothing that is not asked anyway. */
function ifRevision(header: string | undefined): { ifRevision?: number } {
  if (header === undefined || header.trim() === "*") return {};
  const match = /^"(\d{1,9})"$/.exec(header.trim());
  if (match) return { ifRevision: Number(match[1]) };
  throw new ApiProblem(400, "bad_if_match", 'If-Match must be the revision in quotes, for example "7".');
}

function answer(decided: Decided, request: FastifyRequest, name: string) {
  switch (decided.is) {
    case "decided": {
      const { numbers, by, at, delta } = decided;
      return { numbers: [...numbers], by, at, ...delta };
    }
    case "conflict": {
      const { is: _, since, ...sides } = decided;
      const who = since.at(-1)?.by ?? "somebody";
      throw new ApiProblem(
        409,
        "decided_meanwhile",
        `${who} decided on this meanwhile. Look at both sides and decide again on the new version.`,
        { ...sides, since: since.map(decisionLine) },
      );
    }
    case "invalid":
      throw new ApiProblem(422, decided.rejection.code as ProblemCode, decided.rejection.detail, {
        index: decided.index,
      });
    case "stale":
      throw new ApiProblem(
        412,
        "revision_changed",
        `The incident is at revision ${decided.revision}, not at the one that If-Match names.`,
        { revision: decided.revision },
      );
    case "key_reused":
      throw new ApiProblem(
        422,
        "idempotency_key_reused",
        "This Idempotency-Key was sent before with other decisions: use a new one for each request.",
      );
    case "moved":
      throw movedTo(request, decided.id);
    case "unknown":
      throw unknownIncident(name);
  }
}
