import type { FastifyReply } from "fastify";
import { parseBounded } from "../ingest/decode/bounds.ts";
import type { Arrival, Receipt } from "../ingest/delivery.ts";
import type { Door } from "../sources/lib/define.ts";
import type { RefusalLog } from "./refusal-log.ts";

/** Answers as the receiver whose address the sender believes to have; null for what is answered alike everywhere. */
export function answerAtDoor(
  door: Door,
  { body, source }: Arrival,
  receipt: Receipt,
  reply: FastifyReply,
  log: RefusalLog,
): FastifyReply | null {
  const send = (status: number, value: unknown) =>
    reply.code(status).header("content-type", "application/json; charset=utf-8").send(JSON.stringify(value));
  switch (receipt.is) {
    case "accepted":
    case "duplicate":
      return send(202, door.accepted(body, parseBounded));
    case "refused": {
      if (receipt.because !== "unauthentic") return null;
      log.tell({ source, code: receipt.rejection.code }, "A webhook was refused.");
      const refusal = door.refused(receipt.rejection.detail);
      return send(refusal.status, refusal.body);
    }
    default:
      return null;
  }
}
