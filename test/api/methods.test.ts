import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROBLEM_CODES } from "../../src/api/problem-codes.ts";
import { pagesPlugin } from "../../src/web/plugin.ts";
import { type Server, serve } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await serve({ pages: pagesPlugin });
});
afterAll(() => server.app.close());

describe("a method that an address of the API does not take", () => {
  const ask = (method: "GET" | "PUT" | "DELETE" | "PATCH" | "POST", url: string) =>
    server.app.inject({ method, url, headers: { host: "localhost" } });

  it.each([
    ["DELETE", "/api/v1/incidents/inc_x", "GET, HEAD"],
    ["PUT", "/api/v1/incidents/inc_x/decisions?x=1", "GET, HEAD, POST"],
    ["POST", "/api/v1/events/am%2Falertmanager:v1:a", "GET, HEAD"],
    ["PATCH", "/api/v1/incidents/inc_x/publications/12.md", "GET, HEAD"],
    ["GET", "/api/v1/quarantine/d-1/replay", "POST"],
  ] as const)("%s %s answers 405, and which it takes", async (method, url, allowed) => {
    const { statusCode, headers, body } = await ask(method, url);
    expect([statusCode, headers["allow"]]).toEqual([405, allowed]);
    expect(JSON.parse(body)).toMatchObject({ status: 405, code: "method_not_allowed" });
  });

  it.each([
    ["DELETE", "/api/v1/nothing"],
    ["DELETE", "/api/v1/incidents/inc_x/publications/x.md"],
    ["PUT", "/incidents"],
  ] as const)("is not told of %s %s, where there is nothing", async (method, url) => {
    const { statusCode, headers } = await ask(method, url);
    expect([statusCode, headers["allow"]]).toEqual([404, undefined]);
  });

  it("is not told where it is taken, but the address is longer than any of ours", async () => {
    const { statusCode, headers } = await ask("GET", `/api/v1/incidents/${"a".repeat(3_000)}`);
    expect([statusCode, headers["allow"]]).toEqual([404, undefined]);
  });
});

describe("the codes of failures", () => {
  it("stand in the description", async () => {
    const { body } = await server.get<{ info: { description: string } }>("/api/v1/openapi.json");
    for (const code of Object.keys(PROBLEM_CODES)) expect(body.info.description).toContain(`- \`${code}\` (`);
  });

  it("are those of the refusals of decisions, too", () => {
    const folder = new URL("../../src/domain/decide/", import.meta.url);
    const files = readdirSync(folder);
    const text = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("");
    const codes = [...text.matchAll(/\b(?:reject|invalid)\(\s*"(\w+)"/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(6);
    for (const code of codes) expect(Object.keys(PROBLEM_CODES)).toContain(code);
  });
});
