import { PassThrough } from "node:stream";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Draft } from "../domain/draft/schema.ts";
import type { Change } from "../store/store.ts";
import type { Notice } from "../views/changes.ts";
import type { Views } from "../views/views.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { findIncident } from "./found.ts";
import { failures } from "./named-schemas.ts";
import { DEFAULT_LIMIT, ListOf, NoQuery, paged } from "./paging.ts";
import { ApiProblem } from "./problem.ts";

const ChangeLine = Type.Object({
  cursor: Type.String(),
  type: Type.Enum(["draft_changed", "decided", "published"] as const),
  incident: Type.String(),
  revision: Type.Integer(),
  digest: Type.String(),
  at: Type.String(),
});

export interface ChangeOptions extends ApiDependencies {
  readonly heartbeatMs?: number;
}

const HEARTBEAT_MS = 20_000;

/** What changed: a feed over all incidents, and a stream of one. */
export const changeRoutes: FastifyPluginAsyncTypebox<ChangeOptions> = async (app, options) => {
  const { views } = options;
  app.get(
    "/changes",
    {
      schema: {
        summary: "Read the feed of changes, oldest first",
        description:
          "`next` is never null: ask again with it later. 410 where the cursor is none of this store's: load afresh.",
        tags: ["changes"],
        querystring: Type.Object(paged, { additionalProperties: false }),
        response: { 200: ListOf(ChangeLine), ...failures(410) },
      },
    },
    async ({ query }) => {
      const after = await cursorOf(views, query.cursor);
      const changes = await views.listChanges(after, query.limit ?? DEFAULT_LIMIT);
      return { items: changes.map(changeLine), next: String(changes.at(-1)?.cursor ?? after) };
    },
  );

  const streams = openStreams(app, options.heartbeatMs ?? HEARTBEAT_MS);
  app.get(
    "/incidents/:id/changes",
    {
      schema: {
        summary: "Follow an incident: server-sent events",
        description:
          "Each message's event is the type of the change, its data the line of the feed with what changed, as `POST decisions` answers. Its id is the change's cursor: a reader that comes back with `Last-Event-ID` and has missed some gets one `missed`, and should load the draft again.",
        tags: ["changes"],
        params: Type.Object({ id: Type.String() }),
        querystring: NoQuery,
        produces: ["text/event-stream"],
        response: { 200: Type.Unknown(), ...failures(404) },
      },
    },
    async (request, reply) => {
      const { draft } = await findIncident(views, request, request.params.id);
      const stream = streams.open((send) => views.watch(draft, (notice) => send(messageOf(notice))));
      // Only now: nothing may come between what was missed and what is told from here on.
      const missed = await missedBy(views, request, draft).catch((error: unknown) => {
        stream.destroy();
        throw error;
      });
      if (missed) stream.write(message("missed", missed.cursor, changeLine(missed)));
      // Closed with its answer: a kept-alive socket would hold up the end of the process.
      return reply
        .type("text/event-stream; charset=utf-8")
        .headers({ "x-accel-buffering": "no", connection: "close" })
        .send(stream);
    },
  );
};

function changeLine({ cursor, ...change }: Change) {
  return { cursor: String(cursor), ...change };
}

/** @throws ApiProblem for a cursor that the feed never gave, as after a restore from an older backup */
async function cursorOf(views: Views, cursor: string | undefined): Promise<number> {
  if (cursor === undefined || cursor === "0") return 0;
  const number = /^\d{1,15}$/.test(cursor) ? Number(cursor) : null;
  if (number === null) throw new ApiProblem(400, "bad_cursor", "That is no cursor of this feed.");
  const [change] = await views.listChanges(number - 1, 1);
  if (change?.cursor === number) return number;
  throw new ApiProblem(
    410,
    "cursor_gone",
    "The feed does not know this cursor: load what you need afresh, and follow from its `next`.",
  );
}

/** The last change of the incident, by any of its names, after the one that the reader saw. */
async function missedBy(views: Views, { headers }: FastifyRequest, { incident }: Draft): Promise<Change | undefined> {
  const seen = /^\d{1,15}$/.exec(String(headers["last-event-id"] ?? ""))?.[0];
  if (seen === undefined) return undefined;
  const names = new Set([incident.id, ...incident.aliases]);
  let last: Change | undefined;
  for (let after = Number(seen); ; ) {
    const page = await views.listChanges(after, DEFAULT_LIMIT);
    last = page.findLast((change) => names.has(change.incident)) ?? last;
    after = page.at(-1)?.cursor ?? after;
    if (page.length < DEFAULT_LIMIT) return last;
  }
}

function message(event: string, id: number, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

const written = new WeakMap<Notice, Buffer>();

/** The message of a notice: the same bytes for all streams, so that a change costs the same however many follow. */
function messageOf(notice: Notice): Buffer {
  return written.getOrInsertComputed(notice, ({ change, delta }) =>
    Buffer.from(message(change.type, change.cursor, { ...changeLine(change), ...delta })),
  );
}

type Send = (message: Buffer) => void;

/** A reader who takes nothing for so long is cut off: it comes back and is told that it missed something. */
const MOST_BUFFERED = 8 * 1024 * 1024;

/** The open streams of an app: they say now and then that they live, and end when the app closes. */
function openStreams(
  app: FastifyInstance,
  heartbeatMs: number,
): { open(follow: (send: Send) => () => void): PassThrough } {
  const streams = new Set<PassThrough>();
  const beat = setInterval(() => {
    for (const stream of streams) stream.write(": alive\n\n");
  }, heartbeatMs);
  beat.unref();
  app.addHook("preClose", async () => {
    clearInterval(beat);
    for (const stream of streams) stream.end();
  });
  return {
    open(follow) {
      const stream = new PassThrough();
      streams.add(stream);
      const unfollow = follow((bytes) => {
        if (stream.writableLength > MOST_BUFFERED) stream.destroy();
        else stream.write(bytes);
      });
      stream.once("close", () => {
        streams.delete(stream);
        unfollow();
      });
      stream.write("retry: 2000\n\n");
      return stream;
    },
  };
}
