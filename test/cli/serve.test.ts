import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ensureFirstRun } from "../../src/cli/first-run.ts";
import { annalist, serve, temporaryFolder, until } from "../annalist.ts";
import { HARBOUR, HARBOUR_CONFIG } from "./shell.ts";

const run = promisify(execFile);

/** The command that declares an incident, as it is printed. */
const CURL = /curl[\s\S]*?\}'/;

/** The default ports may be taken on a machine where tests run: the same configuration on free ones. */
function onFreePorts(file: string): void {
  const written = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...written, server: { webhooks: { port: 0 }, pages: { port: 0 } } }));
}

async function incidentsOf(pages: string): Promise<string[]> {
  const answer: { items: { title: string }[] } = await (await fetch(`${pages}/api/v1/incidents`)).json();
  return answer.items.map(({ title }) => title);
}

describe("annalist serve", { timeout: 480_000 }, () => {
  it("makes a configuration at its first start, and prints a command that works when it is pasted", async () => {
    using folder = temporaryFolder();
    // Of the default ports any may be taken on a machine where tests run.
    const taken = [await occupy(8460), await occupy(8461)];
    try {
      const first = await annalist(["serve"], { cwd: folder.path });
      expect(first).toMatchObject({ code: 1, stdout: "" });
      expect(first.stderr).toMatch(
        /^Cannot listen: port 846[01] of 127\.0\.0\.1 is taken by another program\. .*\nThe configuration is data\/first-run\.json\.\n$/,
      );
    } finally {
      for (const port of taken) await port.release();
    }
    const file = `${folder.path}/data/first-run.json`;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${folder.path}/data`).mode & 0o777).toBe(0o700);
    const secret: string = JSON.parse(readFileSync(file, "utf8")).sources[0].auth[0].bearer;
    expect(secret).toMatch(/^[\w-]{32}$/);
    onFreePorts(file);
    const server = await serve([], { cwd: folder.path });
    expect(server.output().stdout).toMatch(/Configuration +data\/first-run\.json\n +Data +\S+\/data\n/);
    // The failed one could not say it.
    await until("it says what to do first", () => server.output().stdout.includes(`authorization: Bearer ${secret}`));
    const second = await annalist(["serve"], { cwd: folder.path });
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toContain(`Another process uses the data folder ${folder.path}/data`);
    expect(server.output().stderr).not.toContain(secret);
    const metrics = await fetch(`${server.webhooks}/metrics`);
    expect([metrics.status, await metrics.json()]).toEqual([404, expect.objectContaining({ code: "metrics_off" })]);
    expect(await server.stop()).toBe(0);
  });

  it("writes what only its own user may read, also into a folder that others may", async () => {
    using folder = temporaryFolder();
    mkdirSync(`${folder.path}/data`, { mode: 0o755 });
    const server = await serve(["--config", folder.write("harbour.json", HARBOUR_CONFIG)]);
    const modes = readdirSync(`${folder.path}/data`).map((name) => [
      name,
      statSync(`${folder.path}/data/${name}`).mode & 0o077,
    ]);
    expect(modes.length).toBeGreaterThan(4);
    expect(modes.filter(([, mode]) => mode !== 0)).toEqual([]);
    expect(await server.stop()).toBe(0);
  });

  it("declares an incident by the printed command, and still knows it after a restart", async () => {
    using folder = temporaryFolder();
    const file = `${folder.path}/data/first-run.json`;
    ensureFirstRun(file);
    onFreePorts(file);
    const server = await serve([], { cwd: folder.path });
    const pasted = await until("it says what to do first", () => CURL.exec(server.output().stdout)?.[0]);
    const { stdout } = await run("sh", ["-c", String(pasted)]);
    expect(JSON.parse(stdout)).toMatchObject({ status: "accepted" });
    await until("the incident is there", async () => (await incidentsOf(server.pages)).length === 1);
    expect(await server.stop("SIGINT")).toBe(0);
    const again = await serve([], { cwd: folder.path });
    expect(await incidentsOf(again.pages)).toEqual(["Checkout answers with errors"]);
    expect(again.output().stdout).not.toMatch(CURL);
    expect(await again.stop()).toBe(0);
  });

  it("shows with a source what was refused of it: a secret that was mistyped", async () => {
    using folder = temporaryFolder();
    const server = await serve(["--config", folder.write("harbour.json", HARBOUR_CONFIG)]);
    const headers = { authorization: "Bearer an-invented-secret-of-the-harbor", "content-type": "application/json" };
    for (let n = 0; n < 3; n++) {
      const answer = await fetch(`${server.webhooks}/webhooks/cloudevents`, { method: "POST", headers, body: "{}" });
      expect(answer.status).toBe(401);
    }
    const refused = await until("it is shown", async () => {
      const answer = await fetch(`${server.pages}/api/v1/sources`);
      const { items }: { items: { refused?: { count: number } }[] } = await answer.json();
      return items[0]?.refused?.count === 3 ? items[0].refused : null;
    });
    expect(refused).toEqual({
      ...{ count: 3, lastAt: expect.stringMatching(/^20\d\d-.*Z$/), code: "wrong_signature" },
      detail: 'The signature or token fits no live secret of source "cloudevents".',
    });
    expect(await server.stop()).toBe(0);
  });

  it("refuses to begin anew in silence where the store is missing and the inbox is not, until it is replayed", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const capture = folder.write("harbour.ndjson", HARBOUR.join("\n"));
    expect(await annalist(["import", ...config, capture])).toMatchObject({ code: 0 });
    for (const file of readdirSync(`${folder.path}/data`)) {
      if (file.startsWith("store.db")) rmSync(`${folder.path}/data/${file}`);
    }
    for (const words of [["import", capture], ["serve"]]) {
      const refused = await annalist([...words, ...config]);
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(refused.stderr).toMatch(/^The store \S+\/data\/store\.db is missing, .* "annalist replay"/);
    }
    expect(await annalist(["replay", ...config])).toMatchObject({ code: 0 });
    const server = await serve(config);
    expect(await incidentsOf(server.pages)).toEqual(["Crane stands still"]);
    expect(await server.stop()).toBe(0);
  });

  it("refuses what cannot work with a sentence each, and leaves nothing running", async () => {
    using folder = temporaryFolder();
    const file = folder.write("a-file", "");
    const through = { ...JSON.parse(HARBOUR_CONFIG), store: { kind: "sqlite", path: `${file}/data` } };
    const unusable = await annalist(["serve", "--config", folder.write("through.json", JSON.stringify(through))]);
    expect(unusable).toMatchObject({ code: 1, stdout: "" });
    expect(unusable.stderr).toContain(`The data folder ${file}/data cannot be used`);
    const open = {
      ...JSON.parse(HARBOUR_CONFIG),
      sources: [{ name: "a", kind: "slack" }],
      server: { pages: { host: "::" } },
    };
    const bad = await annalist(["serve", "--config", folder.write("open.json", JSON.stringify(open))]);
    expect(bad.code).toBe(1);
    expect(bad.stderr.trim().split("\n")).toHaveLength(3);
    expect((await annalist(["serve", "--demo", "--config", "x.yaml"])).code).toBe(2);
  });

  it.each([
    ["webhooks", "pages"],
    ["pages", "webhooks"],
  ])("names the port of its %s that another program has, and the file to change", async (listener, other) => {
    using folder = temporaryFolder();
    const taken = await occupy(0);
    const server = { [listener]: { port: taken.port }, [other]: { port: 0 } };
    const file = folder.write("taken.json", JSON.stringify({ ...JSON.parse(HARBOUR_CONFIG), server }));
    try {
      expect((await annalist(["serve", "--config", file])).stderr).toBe(
        `Cannot listen: port ${taken.port} of 127.0.0.1 is taken by another program. End that program, or choose another server.${listener}.port.\nThe configuration is ${file}.\n`,
      );
    } finally {
      await taken.release();
    }
  });

  it("finishes a request under way when it is asked to end, and ends at once when it is asked again after a while", async () => {
    using folder = temporaryFolder();
    const server = await serve(["--config", folder.write("harbour.json", HARBOUR_CONFIG)]);
    const first = await halfARequest(server.webhooks);
    // npm hands a Ctrl-C on that the terminal has told its child already.
    server.signal("SIGTERM");
    const ended = server.stop("SIGINT");
    await until("it refuses new connections", () =>
      fetch(`${server.webhooks}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    expect(await first.finish()).toMatch(/^HTTP\/1\.1 202 /);
    expect(await ended).toBe(0);

    const other = await serve(["--config", `${folder.path}/harbour.json`]);
    const stuck = await halfARequest(other.webhooks);
    const code = await until("it gives up what is under way", () => {
      const patient = other.stop("SIGINT");
      return Promise.race([
        patient.then((ended) => ({ ended })),
        new Promise<null>((resolve) => setTimeout(resolve, 200, null)),
      ]);
    });
    expect(code).toEqual({ ended: 130 });
    stuck.abandon();
  });

  it("plays its demo through its own webhooks, shows the draft and where to review it, and stays up", async () => {
    const server = await serve(["--demo"]);
    const place = await until(
      "the page's address is told",
      () => /Review it here:\s+(http:\/\/127\.0\.0\.1:\d+\/incidents\/inc_\w+)/.exec(server.output().stdout)?.[1],
    );
    expect(server.output().stdout).toContain("## What happened");
    expect((await fetch(place)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});

/** Takes a port (0: any that is free), unless another program has it already. */
async function occupy(port: number): Promise<{ readonly port: number; release(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once("error", () => resolve());
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo | null;
  return { port: address?.port ?? port, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Sends a signed request but for its last byte. */
async function halfARequest(webhooks: string) {
  const body = JSON.stringify({
    ...{ specversion: "1.0", id: "half", source: "/harbour", type: "annalist.change.v1" },
    data: { id: "c", action: "succeeded", title: "Half a crane" },
  });
  const { hostname, port } = new URL(webhooks);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  socket.on("error", () => {});
  const head = [
    "POST /webhooks/cloudevents HTTP/1.1",
    "host: annalist",
    "authorization: Bearer an-invented-secret-of-the-harbour",
    "content-type: application/cloudevents+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "expect: 100-continue",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await until("the server waits for the body", () => answer.includes("100 Continue"));
  answer = "";
  socket.write(body.slice(0, -1));
  return {
    async finish(): Promise<string> {
      socket.write(body.slice(-1));
      await until("it answers", () => answer.includes("\r\n\r\n"));
      socket.destroy();
      return answer;
    },
    abandon: () => socket.destroy(),
  };
}
