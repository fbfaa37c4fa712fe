import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { sendProblem } from "../http/problem.ts";
import { StoreUnavailable } from "../store/unavailable.ts";
import { complaintsOf } from "./invalid-request.ts";
import type { Methods } from "./methods.ts";
import type { ProblemCode } from "./problem-codes.ts";

/** RFC 9457. `code` is stable; `detail` is a sentence for a person, with the remedy where there is one. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: "Stable, snake_case: what programs look at." }),
    detail: Type.String({ description: "A sentence for a person, with the remedy where there is one." }),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: "What is wrong with the request, by place.",
      }),
    ),
  },
  { $id: "Problem", additionalProperties: true },
);

const TITLES: Readonly<Record<number, string>> = {
  400: "The request cannot be read",
  403: "Not from here",
  404: "Not found",
  405: "Not allowed",
  409: "Decided meanwhile",
  410: "No longer kept",
  412: "Changed meanwhile",
  413: "Too large",
  415: "Not this media type",
  421: "Not this host",
  422: "Cannot be done",
  500: "Our fault",
  503: "Not now",
};

/** An answer that is not what was asked for. Thrown by routes; the app makes a problem document of it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly code: ProblemCode;
  /** More members of the document. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: ProblemCode, detail: string, more: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** The resource is known by another name now: answered with 308, which keeps method and body. */
export class Moved extends Error {
  override readonly name = "Moved";
  readonly location: string;

  constructor(location: string) {
    super(`moved to ${location}`);
    this.location = location;
  }
}

/** Makes every failure of the app a problem document, an unknown path a 404, and an unknown method of a known one a 405. */
export function answerProblems(app: FastifyInstance, methods: Methods): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof Moved) return reply.redirect(error.location, 308);
    return send(reply, asProblem(error, request));
  });
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request);
    const allowed = methods.at(path);
    const what = "What there is: /api/v1/openapi.json.";
    // Taken by its pattern and yet not found: a part of it is longer than any name of ours.
    if (allowed.length === 0 || allowed.includes(request.method))
      return send(reply, new ApiProblem(404, "unknown_path", `There is nothing at ${request.method} ${path}. ${what}`));
    const detail = `${path} does not take ${request.method}, but ${allowed.join(", ")}. ${what}`;
    return send(reply.header("allow", allowed.join(", ")), new ApiProblem(405, "method_not_allowed", detail));
  });
}

/** Answers an address that the router cannot read, before any hook: as every failure is answered. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = pathOf(request).slice(0, MOST_SHOWN);
  if (error.code === "FST_ERR_BAD_URL")
    return send(reply, new ApiProblem(400, "invalid_request", `${path} cannot be read: percent-encode it, in UTF-8.`));
  return send(reply, new ApiProblem(404, "unknown_path", `No address here is as long as ${path}….`));
}

const MOST_SHOWN = 200;

/** A store that is away may be back by then. */
const RETRY_S = 5;

function send(reply: FastifyReply, { status, code, message, more }: ApiProblem): FastifyReply {
  const again = status === 503 ? { retryAfterS: RETRY_S } : {};
  const title = TITLES[status] ?? "It did not work";
  return sendProblem(reply, { title, status, code, detail: message, more, ...again });
}

function asProblem(error: FastifyError, request: FastifyRequest): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error.validation) {
    const errors = complaintsOf(error.validation, error.validationContext);
    const sentence = errors.map(({ path, message }) => `${path} ${message}`).join("; ");
    return new ApiProblem(400, "invalid_request", `${sentence}. See /api/v1/openapi.json.`, { errors });
  }
  if (error instanceof StoreUnavailable) {
    const detail = `${error.message} Ask again soon; with an Idempotency-Key, what was done already is not done twice.`;
    return new ApiProblem(503, "store_unavailable", detail);
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return new ApiProblem(status, CODES[error.code] ?? "invalid_request", DETAILS[error.code] ?? error.message);
  request.log.error({ err: error, path: pathOf(request) }, "a request failed");
  const detail =
    "Something went wrong on our side; the log says what. Look whether it was done before you do it again.";
  return new ApiProblem(500, "internal", detail);
}

const CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_CTP_INVALID_JSON_BODY: "invalid_json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "invalid_json",
};

const DETAILS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "Send the body as JSON, with content-type: application/json.",
  FST_ERR_CTP_INVALID_JSON_BODY: "The body is no JSON.",
  FST_ERR_CTP_EMPTY_JSON_BODY: "The body is empty: send JSON, or leave content-type away.",
};

/** Without the query, which may hold what nobody should log. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? "";
}
