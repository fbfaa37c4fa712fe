import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort, until } from "../annalist.ts";
import { deployed } from "./manifests.ts";

let pages: Server;
let door: ChildProcess;
let address = "";

beforeEach(async () => {
  pages = createServer((request, response) => {
    if (request.url === "/endless") response.write("a first line\n");
    else request.pipe(response).setHeader("x-host", request.headers.host ?? "");
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const port = await freePort();
  const to = (pages.address() as AddressInfo).port;
  door = spawn(process.execPath, [deployed("compose/pages-door.mjs"), String(port), String(to)]);
  address = `http://localhost:${port}`;
  await until("the door is open", () => fetch(address).then(Boolean, () => false));
});

afterEach(() => {
  door.kill();
  pages.closeAllConnections();
  pages.close();
});

it("hands on what comes, either way, and leaves the name of the host", async () => {
  const body = "a long text. ".repeat(20_000);
  const answer = await fetch(address, { method: "POST", body });
  expect(await answer.text()).toBe(body);
  expect(answer.headers.get("x-host")).toBe(address.slice("http://".length));
});

it("lets go of a page that a reader left", async () => {
  const reader = new AbortController();
  const answer = await fetch(`${address}/endless`, { signal: reader.signal });
  expect(answer.status).toBe(200);
  const count = () => new Promise<number>((resolve) => pages.getConnections((_, found) => resolve(found)));
  expect(await count()).toBeGreaterThan(0);
  reader.abort();
  await until("the page is let go", async () => {
    pages.closeIdleConnections();
    return (await count()) === 0;
  });
});

it("ends when nothing listens any more, so that it is started anew", async () => {
  const ended = new Promise<number | null>((resolve) => door.on("exit", resolve));
  pages.closeAllConnections();
  pages.close();
  expect(await ended).toBe(1);
});
