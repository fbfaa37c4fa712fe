import { describe, expect, it } from "vitest";
import type { Api } from "../../src/web/api.ts";
import { answerDelivery } from "../../src/web/pages/delivery-page.ts";

const API = "/api/v1/deliveries/d1";

async function pageOf(body: string, encoding = "utf8", more: object = {}): Promise<string> {
  const facts = {
    id: "d1",
    source: "tills",
    receivedAt: "2026-03-01T10:00:00Z",
    headers: {},
    sha256: "00",
    events: [],
  };
  const answer = JSON.stringify({ ...facts, body, encoding, ...more });
  const api: Api = async () => ({ status: 200, type: "application/json", body: answer });
  return (await answerDelivery(api, "d1")).body;
}

describe("the page of a delivery", () => {
  it("says where in Kafka it was read, if it was", async () => {
    const place = { topic: "bells", partition: 3, offset: "7" };
    expect(await pageOf("{}", "utf8", { place })).toMatch(
      /<dt>In Kafka<\/dt><dd><bdi>topic bells, partition 3, offset 7/,
    );
    expect(await pageOf("{}")).not.toContain("Kafka");
  });

  it("lays a body out, and shows it as it came", async () => {
    const page = await pageOf('{"till":[1,2]}');
    expect(page).toContain("Body, laid out");
    expect(page).toContain("As it came");
    expect(page).not.toContain(API);
  });

  it.each([
    ["text", "<".repeat(7_000_000), "utf8", "Body, as it came"],
    ["JSON", JSON.stringify({ tills: Array.from({ length: 400_000 }, () => 1) }), "utf8", "Body, as it came"],
    ["bytes", "A".repeat(7_000_000), "base64", "Body, no text: base64"],
  ])(
    "shows the beginning of a very large body of %s, and leads to all of it",
    async (_what, text, encoding, heading) => {
      const page = await pageOf(text, encoding);
      expect(page.length).toBeLessThan(1_000_000);
      expect(page).toContain(`${heading}</h2><p>The first 200000 of ${text.length} characters.`);
      expect(page).toContain(`href="${API}"`);
    },
  );

  it("lays out nothing that would become very large by it", async () => {
    const page = await pageOf(`${"[".repeat(60)}${"1,".repeat(90_000)}1${"]".repeat(60)}`);
    expect(page).toContain("Body, as it came</h2>");
    expect(page.length).toBeLessThan(300_000);
  });
});
