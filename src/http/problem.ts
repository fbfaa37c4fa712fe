import type { FastifyReply } from "fastify";

/** What went wrong, as RFC 9457 has it; `code` is stable, `detail` a sentence for a person, with the remedy where there is one. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly retryAfterS?: number;
  /** Further members of the document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, { retryAfterS, more, ...problem }: Problem): FastifyReply {
  if (retryAfterS !== undefined) reply.header("retry-after", String(retryAfterS));
  return reply
    .code(problem.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .send(JSON.stringify({ type: "about:blank", ...problem, ...more }));
}

/** A problem for a request whose body was not read: the connection ends with the answer, or the body would be read as the next request. */
export function sendProblemUnread(reply: FastifyReply, problem: Problem): FastifyReply {
  return sendProblem(reply.header("connection", "close"), problem);
}

/** 404 in the form of RFC 9457. */
export const notFound = (code: string, detail: string): Problem => ({ status: 404, title: "Not Found", code, detail });

/** 503 in the form of RFC 9457, with `Retry-After`: it is our trouble, and passes. */
export const unavailable = (code: string, detail: string, retryAfterS: number): Problem => ({
  status: 503,
  title: "Service Unavailable",
  code,
  detail,
  retryAfterS,
});
