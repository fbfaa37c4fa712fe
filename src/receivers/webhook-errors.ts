import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Rejection } from "../domain/outcome.ts";
import { type Problem, sendProblem, unavailable } from "../http/problem.ts";
import type { Log } from "../telemetry/log.ts";

/** Told of a request that was refused before it was a delivery, and why. */
export type TellRefused = (request: FastifyRequest, rejection: Rejection) => void;

const TITLES: Readonly<Record<number, string>> = { 400: "Bad Request", 413: "Content Too Large", 414: "URI Too Long" };

/**
 * Turns what the framework throws into a problem. A request that cannot be a delivery is the sender's mistake; anything else is our
 * trouble, and the sender should come again: a 500 would make some drop the delivery for ever. `tellRefused` is told of the former.
 */
export function answerErrors(log: Log, tellRefused: TellRefused = () => undefined) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { statusCode = 500, code, message } = error;
    if (statusCode >= 400 && statusCode < 500) {
      const problem = refusal(statusCode, code);
      tellRefused(request, problem);
      return sendProblem(reply, problem);
    }
    log.error({ code, reason: message, stack: error.stack }, "A webhook request failed.");
    return sendProblem(reply, unavailable("internal_trouble", "The delivery was not kept: come again.", 10));
  };
}

function refusal(status: number, code: string): Problem {
  const title = TITLES[status] ?? "Bad Request";
  if (status === 413)
    return { status, title, code: "too_large", detail: "The body is larger than this source may send." };
  if (code === "FST_ERR_CTP_INVALID_CONTENT_LENGTH") {
    return { status, title, code: "cut_off", detail: "The body is not as long as its content-length says." };
  }
  return { status, title, code: "bad_request", detail: "The request is no HTTP request that we understand." };
}

const SECRET_NAME = /token|secret|key|password/i;

/** An address for a log: what may be a secret in its query is masked, also under a name that is written percent-encoded. */
export function maskUrl(url: string): string {
  return url.replaceAll(/([?&;])([^=&;#]*)=[^&;#]*/g, (parameter, sign, name) =>
    SECRET_NAME.test(decoded(name)) ? `${sign}${name}=***` : parameter,
  );
}

/** What cannot be decoded is as good as secret. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "secret";
  }
}
