import { context, propagation } from "@opentelemetry/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Rejection } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import { notFound, sendProblem, sendProblemUnread, unavailable } from "../http/problem.ts";
import { type Arrival, type Ingest, type Receipt, troubleOf } from "../ingest/delivery.ts";
import type { Source } from "../ingest/source.ts";
import type { Log } from "../telemetry/log.ts";
import { RefusalLog } from "./refusal-log.ts";
import { answerAtDoor } from "./webhook-door.ts";
import type { TellRefused } from "./webhook-errors.ts";

export interface WebhookOptions {
  readonly ingest: Ingest;
  readonly sources: readonly Source[];
  readonly now: () => Instant;
  readonly log: Log;
  /** Told of what was refused of a configured source before `ingest` had it. */
  readonly onRefused?: (source: string, rejection: Rejection, at: Instant) => void;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The source whose deliveries are taken there. */
    readonly source?: string;
  }
  interface FastifyRequest {
    /** As sent: the framework must not choose a parser by it, or refuse an odd one. */
    contentType: string | undefined;
  }
}

/**
 * Registers `POST /webhooks/<source>` for each source: bytes in, a durable delivery out. Bodies are taken as they are, whatever their
 * content type says, since signatures are over bytes; what they mean is decided after they are kept.
 *
 * Answers: 202 `{ delivery, status }` after the delivery is synced; 200 and the sender's own words for a handshake; 401 for a missing or
 * wrong proof; 404 for an unknown source; 413; 415 for a compressed body; 503 with Retry-After for any trouble of ours.
 */
export function receiveWebhooks(app: FastifyInstance, options: WebhookOptions): void {
  const tellRefused = refusalTeller(options);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.decorateRequest("contentType", undefined);
  app.addHook("onRequest", (request, reply, done) => {
    if (isCompressed(request)) {
      const detail = "Compressed bodies are not taken: send the body as it is.";
      tellRefused(request, { code: "compressed", detail });
      sendProblemUnread(reply, { status: 415, title: "Unsupported Media Type", code: "compressed", detail });
      return;
    }
    request.contentType = request.headers["content-type"];
    delete request.headers["content-type"];
    // The only header that Node gives as a list; no sender has a reason to send it.
    delete request.headers["set-cookie"];
    done();
  });
  const log = new RefusalLog(options.log, options.now);
  app.addHook("onClose", (_app, done) => {
    log.close();
    done();
  });
  for (const source of options.sources) routeSource(app, source, options, log);
  const names = new Set(options.sources.map(({ name }) => name));
  const stray = (request: FastifyRequest, reply: FastifyReply) => void answerStray(request, reply, names, options);
  app.all("/webhooks/*", { onRequest: stray }, () => undefined);
}

/** Tells of what is refused at the address of a source before `ingest` has it. */
export function refusalTeller({ onRefused, now }: Pick<WebhookOptions, "onRefused" | "now">): TellRefused {
  return ({ routeOptions }, { code, detail }) => {
    const { source } = routeOptions.config;
    if (source !== undefined) onRefused?.(source, { code, detail }, now());
  };
}

/** Node takes any coding away that ends in `chunked`, and leaves what stood before it in the bytes. */
function isCompressed({ headers }: FastifyRequest): boolean {
  const content = headers["content-encoding"]?.toLowerCase() ?? "identity";
  const transfer = headers["transfer-encoding"]?.toLowerCase() ?? "chunked";
  return content !== "identity" || transfer !== "chunked";
}

function routeSource(app: FastifyInstance, source: Source, options: WebhookOptions, log: RefusalLog): void {
  const { kind, name } = source;
  const url = `/webhooks/${name}`;
  const route = { bodyLimit: kind.bodyLimit, config: { source: name } };
  app.post(url, route, async (request, reply) => {
    const receipt = await inTraceOf(request, () => options.ingest.receive(arrivalOf(source, request, options.now())));
    return answer(reply, receipt, log, source.name);
  });
  for (const door of kind.doors ?? []) {
    app.post(`${url}${door.path}`, route, async (request, reply) => {
      const arrival = arrivalOf(source, request, options.now());
      const receipt = await inTraceOf(request, () => options.ingest.receive(arrival));
      return answerAtDoor(door, arrival, receipt, reply, log) ?? answer(reply, receipt, log, source.name);
    });
  }
  if (!kind.preflight) return;
  app.options(url, (request, reply) => {
    const headers = kind.preflight?.(flat(request)) ?? null;
    if (!headers) return sendProblem(reply, notFound("no_preflight", "This source answers no such question."));
    return reply.code(200).headers(headers).send();
  });
}

function arrivalOf(source: Source, request: FastifyRequest, receivedAt: Instant): Arrival {
  const { token } = request.query as { token?: unknown };
  return {
    source: source.name,
    headers: flat(request),
    ...(typeof token === "string" ? { urlToken: token } : {}),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    receivedAt,
  };
}

/** The headers as texts, the content type among them again. Not a copy: this is done for every delivery. */
function flat({ headers, contentType }: FastifyRequest): Readonly<Record<string, string>> {
  if (contentType !== undefined) headers["content-type"] = contentType;
  return headers as Record<string, string>;
}

/** Makes the sender's trace, where it sends one, the parent of what happens. */
function inTraceOf<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  if (request.headers["traceparent"] === undefined) return work();
  return context.with(propagation.extract(context.active(), request.headers), work);
}

function answer(reply: FastifyReply, receipt: Receipt, log: RefusalLog, source: string): FastifyReply {
  switch (receipt.is) {
    case "accepted":
    case "duplicate":
      return reply
        .code(202)
        .header("content-type", "application/json; charset=utf-8")
        .send(`{"delivery":${JSON.stringify(receipt.delivery)},"status":"${receipt.is}"}`);
    case "handshake":
      return reply.code(200).header("content-type", receipt.answer.contentType).send(receipt.answer.body);
    case "refused":
      log.tell({ source, code: receipt.rejection.code }, "A webhook was refused.");
      return sendProblem(reply, refused(receipt));
    case "unavailable":
      log.tell(
        { source, code: receipt.rejection.code, reason: troubleOf(receipt) },
        "A webhook could not be taken now.",
      );
      return sendProblem(reply, unavailable(receipt.rejection.code, receipt.rejection.detail, receipt.retryAfterS));
  }
}

function refused({ because, rejection: { code, detail } }: Extract<Receipt, { is: "refused" }>) {
  switch (because) {
    case "unauthentic":
      return { status: 401, title: "Unauthorized", code, detail };
    case "unknown_source":
      return notFound(code, detail);
    case "too_large":
      return { status: 413, title: "Content Too Large", code, detail };
  }
}

/** Whoever asks so sends nothing: a browser, a monitor. */
const LOOKS = new Set(["GET", "HEAD", "OPTIONS"]);

/** No source of that name, or another method than POST. Nothing of the body is read. */
function answerStray(
  request: FastifyRequest,
  reply: FastifyReply,
  names: ReadonlySet<string>,
  { onRefused, now }: WebhookOptions,
): FastifyReply {
  const { "*": name = "" } = request.params as { "*"?: string };
  if (names.has(name)) {
    const detail = "Deliveries are sent by POST.";
    if (!LOOKS.has(request.method)) onRefused?.(name, { code: "not_post", detail }, now());
    const problem = { status: 405, title: "Method Not Allowed", code: "not_post", detail };
    return sendProblemUnread(reply.header("allow", "POST"), problem);
  }
  const detail = "No source of this name is configured: the address ends in the name of a source, as /webhooks/<name>.";
  return sendProblemUnread(reply, notFound("unknown_source", detail));
}
