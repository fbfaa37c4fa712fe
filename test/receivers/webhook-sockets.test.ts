import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildWebhooksApp } from "../../src/app.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { berths, NOW, openWorld, signatureOf, sourceOf, type World } from "../ingest/world.ts";

let world: World;
let port: number;

beforeEach(async () => {
  world = openWorld();
  port = await listen(world);
});
afterEach(() => world.close());

async function listen({ app }: Pick<World, "app">): Promise<number> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  return typeof address === "object" && address ? address.port : 0;
}

const BODY = JSON.stringify(berths("Fram"));
const head = (more: string) =>
  `POST /webhooks/harbour HTTP/1.1\r\nHost: harbour.example\r\nx-harbour-signature: ${signatureOf(BODY)}\r\n${more}\r\n\r\n`;
const WHOLE = head(`content-length: ${BODY.length}`) + BODY;
const kept = () => world.inbox.select({}, 0, 100).length;

function open(to = port): { socket: Socket; answer: Promise<string> } {
  const socket = connect(to, "127.0.0.1");
  let text = "";
  const answer = new Promise<string>((resolve) => {
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
  return { socket, answer };
}

/** What the server answers to these bytes. Who ends the connection any earlier may get no answer at all: to Node, that is a sender who left. */
function exchange(bytes: string, to = port): Promise<string> {
  const { socket, answer } = open(to);
  let text = "";
  socket.on("data", (chunk) => {
    text += String(chunk);
    if (isWhole(text)) socket.end();
  });
  socket.write(bytes);
  return answer;
}

/** Whether an answer has come to the end that its length tells. One that tells none is ended by the server. */
function isWhole(text: string): boolean {
  const [head, length] = /^[\s\S]*?\r\ncontent-length: (\d+)\r\n[\s\S]*?\r\n\r\n/i.exec(text) ?? [];
  return head !== undefined && text.length >= head.length + Number(length);
}

/** What the server answers, if anything, to a sender that ends behind these bytes. */
function breakOff(bytes: string): Promise<string> {
  const { socket, answer } = open();
  socket.end(bytes);
  return answer;
}

it("a body that ends before its length, at any byte, leaves nothing", async () => {
  const start = WHOLE.length - BODY.length;
  const answers = await Promise.all(
    Array.from({ length: BODY.length }, (_, cut) => breakOff(WHOLE.slice(0, start + cut))),
  );
  expect(answers.filter((answer) => answer.includes("202"))).toEqual([]);
  expect(kept()).toBe(0);
  expect(await exchange(WHOLE)).toMatch(/^HTTP\/1.1 202 /);
});

it("a sender that leaves before the answer loses nothing, and its next attempt is the same delivery", async () => {
  const { socket } = open();
  socket.write(WHOLE, () => socket.destroy());
  await expect.poll(kept).toBe(1);
  expect(await exchange(WHOLE)).toContain('"status":"duplicate"');
  await world.ingest.drained();
  expect(await world.store.readEvents()).toHaveLength(1);
});

it("an endless chunked body is cut with 413 soon after the kind's limit", async () => {
  const { socket, answer } = open();
  socket.write(head("transfer-encoding: chunked"));
  const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
  let sent = 0;
  await new Promise<void>((resolve) => {
    const more = (): void => {
      while (!socket.destroyed && sent < 50_000_000) {
        sent += chunk.length;
        if (!socket.write(chunk)) return void socket.once("drain", more);
      }
      resolve();
    };
    socket.on("close", () => resolve());
    more();
  });
  expect(await answer).toMatch(/^HTTP\/1.1 413 /);
  expect(sent).toBeLessThan(50_000_000);
  expect(kept()).toBe(0);
});

it.each([
  ["a length and chunks", head(`content-length: ${BODY.length}\r\ntransfer-encoding: chunked`) + BODY],
  ["no host", `POST /webhooks/harbour HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}`],
  ["two lengths", head("content-length: 3\r\ncontent-length: 4") + BODY],
  ["a broken percent code", WHOLE.replace("/webhooks/harbour", "/webhooks/%zz")],
  ["no HTTP at all", "hello\r\n\r\n"],
])("%s is a bad request", async (_name, bytes) => {
  expect(await exchange(bytes)).toMatch(/^HTTP\/1.1 400 /);
  expect(kept()).toBe(0);
});

it("a forged host changes nothing in the answer", async () => {
  const forged = WHOLE.replace("Host: harbour.example", "Host: evil.example\r\nX-Forwarded-Host: evil.example");
  const answer = await exchange(forged.replace("POST /webhooks", "POST http://evil.example/webhooks"));
  expect(answer).toMatch(/^HTTP\/1.1 (202|404) /);
  expect(answer).not.toContain("evil");
});

it("whoever sends too slowly is cut, and others are served meanwhile", async () => {
  const { ingest } = world;
  const options = { ingest, sources: [sourceOf()], now: () => NOW, log: SILENT, trouble: () => null };
  const app = buildWebhooksApp({ ...options, requestTimeoutMs: 100 });
  const slow = open(await listen({ app }));
  slow.socket.write(WHOLE.slice(0, -5));
  expect((await app.inject("/healthz")).statusCode).toBe(200);
  expect(await slow.answer).toMatch(/^HTTP\/1.1 408 /);
  await app.close();
  expect(kept()).toBe(0);
});

it("of those who send more than memory is for, the largest are cut, and others are served", async () => {
  const { ingest } = world;
  const kind = { ...sourceOf().kind, bodyLimit: 8_000_000 };
  const options = { ingest, sources: [{ ...sourceOf(), kind }], now: () => NOW, log: SILENT, trouble: () => null };
  const app = buildWebhooksApp({ ...options, mostReceivedBytes: 4_000_000 });
  const to = await listen({ app });
  const fill = (bytes: number) => {
    const { socket, answer } = open(to);
    socket.write(head("content-length: 7000000") + "x".repeat(bytes));
    return { socket, answer };
  };
  const modest = fill(200_000);
  const greedy = [6_000_000, 5_000_000].map(fill);
  expect(await Promise.all(greedy.map(({ answer }) => answer))).toEqual(["", ""]);
  expect(modest.socket.destroyed).toBe(false);
  expect(await exchange(WHOLE, to)).toMatch(/^HTTP\/1.1 202 /);
  modest.socket.destroy();
  await app.close();
});
