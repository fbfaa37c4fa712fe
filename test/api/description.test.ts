import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Server, serve, shopIncident } from "./server.ts";

describe("for whoever writes against the API", () => {
  let server: Server;
  beforeEach(async () => {
    server = await serve();
  });
  afterEach(() => server.app.close());

  it("the description says what each answer means, and leads nowhere that they cannot read", async () => {
    const { text, body } = await server.get<{ info: { description: string }; paths: object }>("/api/v1/openapi.json");
    expect(text).not.toContain("Default Response");
    expect(text).not.toMatch(/DESIGN|§/);
    expect(body.info.description).toContain("RFC 9457");
    const answers = Object.values(body.paths).flatMap((path) =>
      Object.values(path as Record<string, { responses: Record<string, { description: string }> }>).flatMap(
        ({ responses }) => Object.values(responses).map(({ description }) => description),
      ),
    );
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.every((words) => words.endsWith("."))).toBe(true);
  });

  it("a decision's basis is described", async () => {
    const { text } = await server.get("/api/v1/openapi.json");
    expect(text).toContain("The machine's text that the person saw");
  });

  it.each([
    ["?nope=1", "query/nope is not known here"],
    ["?status=shut", "query/status must be one of open, mitigated, resolved"],
    ["?limit=x", "query/limit must be integer"],
  ])("GET /incidents%s is refused in words", async (query, words) => {
    const { status, body } = await server.get<{ detail: string; errors: unknown[] }>(`/api/v1/incidents${query}`);
    expect([status, body.detail]).toEqual([400, `${words}. See /api/v1/openapi.json.`]);
    expect(body.errors).toHaveLength(1);
  });

  it("a body's member that is not known is named, once", async () => {
    const address = `${await shopIncident(server)}/publications`;
    const { body } = await server.post(address, { dryRun: true });
    expect(body).toMatchObject({
      code: "invalid_request",
      detail: expect.stringMatching(/^body\/dryRun is not known/),
    });
    expect(body["errors"]).toHaveLength(1);
  });

  it("a body that is not JSON is told what to be", async () => {
    const url = `${await shopIncident(server)}/decisions`;
    const headers = { host: "localhost", "content-type": "application/yaml" };
    const answer = await server.app.inject({ method: "POST", url, headers, payload: "pin it" });
    expect(answer.json()).toMatchObject({ status: 415, detail: expect.stringContaining("application/json") });
  });
});
