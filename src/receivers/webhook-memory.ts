import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Log } from "../telemetry/log.ts";

export interface MemoryBound {
  /** So many bytes of requests may be held at once; 128 MiB if left out. */
  readonly mostReceivedBytes?: number;
  readonly log: Log;
}

const MOST_RECEIVED_BYTES = 128 * 1024 * 1024;
const EVERY_MS = 250;
/** Who has sent less than this is never cut: an ordinary delivery. */
const SMALL = 64 * 1024;

/**
 * Bounds what requests hold in memory before anybody has proved who they are: a body is read to its end before its signature can be checked.
 * Beyond the bound those whose unfinished bodies are the largest are cut, until the others fit. Their senders come again; whoever sends what is
 * usual is not disturbed.
 */
export function boundMemory(app: FastifyInstance, { mostReceivedBytes = MOST_RECEIVED_BYTES, log }: MemoryBound): void {
  /** Requests that are not answered yet, each with what its connection had received when it began. */
  const open = new Map<IncomingMessage, number>();
  app.addHook("onRequest", (request, reply, done) => {
    const { raw } = request;
    open.set(raw, raw.socket.bytesRead);
    reply.raw.once("close", () => open.delete(raw));
    done();
  });
  const timer = setInterval(() => {
    if (open.size === 0) return;
    const cut = largestBeyond(sizesOf(open), mostReceivedBytes);
    if (cut.length === 0) return;
    log.warn({ requests: cut.length }, "Too much was received at once: the largest unfinished requests were cut.");
    for (const request of cut) request.socket.destroy();
  }, EVERY_MS);
  timer.unref();
  app.addHook("onClose", (_app, done) => {
    clearInterval(timer);
    done();
  });
}

interface Held {
  readonly request: IncomingMessage;
  readonly bytes: number;
}

function sizesOf(open: ReadonlyMap<IncomingMessage, number>): Held[] {
  return [...open].map(([request, before]) => ({ request, bytes: request.socket.bytesRead - before }));
}

function largestBeyond(held: readonly Held[], most: number): IncomingMessage[] {
  let sum = held.reduce((bytes, one) => bytes + one.bytes, 0);
  if (sum <= most) return [];
  const cut: IncomingMessage[] = [];
  const unfinished = held.filter(({ request, bytes }) => !request.complete && bytes > SMALL);
  for (const { request, bytes } of unfinished.sort((a, b) => b.bytes - a.bytes)) {
    if (sum <= most) break;
    sum -= bytes;
    cut.push(request);
  }
  return cut;
}
