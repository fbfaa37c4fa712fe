import fastify from "fastify";
import type { Settled } from "../e2e/ingest-child.ts";

/*
 * The reference of the ingest bench: a route as Fastify's documentation shows it. The body is parsed, and that is all. Speaks as ingest-child.ts does.
 */

const app = fastify();
app.post("/webhooks/:source", (request, reply) => reply.code(202).send({ status: typeof request.body }));
process.on("message", (order) => {
  if (order === "settle") {
    const { user, system } = process.cpuUsage();
    const rssBytes = process.memoryUsage.rss();
    process.send?.({ events: 0, backlog: 0, cpuMicros: user + system, rssBytes } satisfies Settled);
  } else void app.close().then(() => process.disconnect?.());
});
await app.listen({ host: "127.0.0.1", port: 0 });
const address = app.server.address();
process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
