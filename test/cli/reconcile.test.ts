import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type AskingOptions, startAsking } from "../../src/cli/reconcile.ts";
import type { Source } from "../../src/ingest/source.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { NOW, sourceOf } from "../ingest/world.ts";

const server = createServer((_, response) => response.writeHead(503).end());
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it("tells that it could not list the pages that want a note, and goes on", async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const pages = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source: Source = sourceOf(undefined, { api: { token: "t", url: pages, note: { from: "noor@shop.example" } } });
  const told = Promise.withResolvers<object>();
  const fatal: Error[] = [];
  const asking = startAsking({
    config: { sources: [source] } as unknown as AskingOptions["config"],
    ingest: {} as AskingOptions["ingest"],
    ...{ store: openMemoryStore(), pages, now: () => NOW, onFatal: (error) => void fatal.push(error) },
    log: { info: () => {}, warn: (fields, message) => told.resolve({ ...fields, message }), error: () => {} },
  });
  expect(await told.promise).toEqual({
    source: "harbour",
    reason: "our own API answers 503",
    message: "could not list the pages that want a note; will try again",
  });
  await asking.stop();
  expect(fatal).toEqual([]);
});
