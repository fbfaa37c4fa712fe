import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openWorld } from "../ingest/world.ts";

const folders: string[] = [];

/** A folder with these files and nothing else. */
async function folderOf(files: Record<string, string>): Promise<URL> {
  const path = await mkdtemp(join(tmpdir(), "kinds-"));
  folders.push(path);
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return pathToFileURL(path);
}

afterEach(async () => {
  for (const path of folders.splice(0)) await rm(path, { recursive: true });
});

const define = import.meta.resolve("../../src/sources/lib/define.ts");
const times = import.meta.resolve("../../src/sources/lib/times.ts");
const typebox = import.meta.resolve("typebox");

/** A whole new kind: nothing else in the project knows its name. */
const LIGHTHOUSE = `
import { Type } from ${JSON.stringify(typebox)};
import { defineSource } from ${JSON.stringify(define)};
import { toldTime } from ${JSON.stringify(times)};

export default defineSource({
  name: "light-house",
  auth: ["bearer"],
  bodyLimit: 1000,
  headers: [],
  payload: Type.Object({ lamp: Type.String(), dark: Type.Boolean(), since: Type.String() }),
  normalize: ({ lamp, dark, since }) => ({
    events: [{
      key: \`v1:\${lamp}:\${since}:\${dark ? "firing" : "resolved"}\`,
      kind: "alert", action: dark ? "firing" : "resolved", actor: { type: "automation" },
      told: toldTime(since), service: lamp, title: \`\${lamp} is \${dark ? "dark" : "lit"}\`,
    }],
  }),
});
`;

const kindWith = (fields: string) => `export default {
  name: "odd", auth: ["bearer"], bodyLimit: 10, headers: [], payload: {}, normalize: () => ({ events: [] }), ${fields}
};`;

describe("loadSources", () => {
  it("loads the kinds of this project", async () => {
    const kinds = await loadSources();
    expect([...kinds.keys()]).toEqual(expect.arrayContaining(["alertmanager", "grafana", "pagerduty", "statuspage"]));
    for (const [name, kind] of kinds) expect(kind.name).toBe(name);
  });

  it("takes a new kind that is dropped in as one file: configured, verified at its webhook, stored, and quarantined where it is odd", async () => {
    const kinds = await loadSources(await folderOf({ "light-house.source.ts": LIGHTHOUSE, "notes.txt": "no kind" }));
    expect([...kinds.keys()]).toEqual(["light-house"]);
    const secret = "an-invented-secret-of-the-cape";
    const config = (way: string) =>
      loadConfig(`sources: [{ name: cape, kind: light-house, auth: [{ ${way}: ${secret} }] }]`, "cape.yaml", {
        ...{ environment: {}, registry: kinds, purpose: "serve" },
        read: () => "",
      });
    const refused = config("hmac");
    expect(refused.ok || refused.problems.map(({ key, remedy }) => [key, remedy])).toEqual([
      ["sources[0].auth[0].hmac", expect.stringContaining("bearer")],
    ]);
    const loaded = config("bearer");
    if (!loaded.ok) throw new Error("the configuration was refused");
    const world = openWorld({ sources: loaded.config.sources });
    try {
      const post = async (lamp: unknown, token: string) => {
        const payload = { lamp, dark: true, since: "2026-02-25T06:00:00Z" };
        const headers = { authorization: `Bearer ${token}` };
        return (await world.app.inject({ method: "POST", url: "/webhooks/cape", headers, payload })).statusCode;
      };
      expect([await post("north-pier", "forged"), await post("north-pier", secret), await post(7, secret)]).toEqual([
        401, 202, 202,
      ]);
      await world.ingest.drained();
      expect((await world.store.readEvents()).map(({ event }) => event)).toEqual([
        expect.objectContaining({
          key: "cape/light-house:v1:north-pier:2026-02-25T06:00:00Z:firing",
          kind: "alert",
          service: "north-pier",
          title: "north-pier is dark",
          ...{ occurredAt: 1_771_999_200_000_000, precision: "s", zoneAssumed: false, timeSuspect: false },
        }),
      ]);
      expect((await world.store.listQuarantine()).map(({ code }) => code)).toEqual(["unexpected_payload"]);
    } finally {
      await world.close();
    }
  });

  it.each([
    ["no kinds at all", {}, /no source kinds: .* holds no file named \*\.source\.ts/],
    [
      "a file that does not run",
      { "odd.source.ts": "throw new Error('no lamp');" },
      /odd\.source\.ts.*cannot be loaded.*no lamp/s,
    ],
    ["no default export", { "odd.source.ts": "export const a = 1;" }, /odd\.source\.ts: has no default export/],
    [
      "another name than the file's",
      { "even.source.ts": kindWith("") },
      /its name is "odd", but the file's name says "even"/,
    ],
    ["a name in camel case", { "oddOne.source.ts": kindWith('name: "oddOne"') }, /not kebab-case/],
    [
      "hmac without a scheme",
      { "odd.source.ts": kindWith('auth: ["hmac"]') },
      /auth names hmac, but there is no hmac scheme/,
    ],
    [
      "a scheme without hmac",
      { "odd.source.ts": kindWith('hmac: { header: "x-sig", prefix: "" }') },
      /auth does not name hmac/,
    ],
    [
      "a token header without bearer",
      { "odd.source.ts": kindWith('auth: ["basic"], tokenHeader: "x-t"') },
      /tokenHeader/,
    ],
    ["no way to prove itself", { "odd.source.ts": kindWith("auth: []") }, /at least one way/],
    ["an unknown way", { "odd.source.ts": kindWith('auth: ["trust"]') }, /auth "trust" is unknown; known are hmac,/],
    [
      "a header with capitals",
      { "odd.source.ts": kindWith('headers: ["X-Event"]') },
      /"X-Event" must be written in lower case/,
    ],
    ["no headers", { "odd.source.ts": kindWith("headers: undefined") }, /headers must be a list/],
    ["no body limit", { "odd.source.ts": kindWith("bodyLimit: 0") }, /bodyLimit must be/],
    ["no payload schema", { "odd.source.ts": kindWith("payload: null") }, /payload must be a TypeBox schema/],
    ["no normalize", { "odd.source.ts": kindWith("normalize: 1") }, /normalize must be a function/],
  ])("refuses %s, and says where and why", async (_what, files: Record<string, string>, message) => {
    await expect(loadSources(await folderOf(files))).rejects.toThrow(message);
  });
});
