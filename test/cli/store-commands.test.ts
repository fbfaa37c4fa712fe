import { describe, expect, it } from "vitest";
import type { Draft, DraftSet } from "../../src/domain/draft/schema.ts";
import { DAY } from "../../src/domain/time.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { temporaryFolder } from "../annalist.ts";
import { command, HARBOUR, HARBOUR_CONFIG } from "./shell.ts";

const ODD = '{"id":"x1","source":"cloudevents","receivedAt":"2026-03-01T10:15:00Z","body":{"no":"event"}}';

describe("import, export, explain, replay", () => {
  it("take a capture in, give it out as it was, and say why things stand where they stand", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const oddBefore = ODD.replace("x1", "x0").replace("10:15", "03:15").replace('"no"', '"none"');
    const lines = [...HARBOUR, HARBOUR[0], ODD, oddBefore, "{"];
    const imported = await command(["import", ...config, "-"], lines.join("\n"));
    expect(imported.code).toBe(0);
    expect(imported.stderr).toContain("warning: <stdin>:10: the line is no JSON object");
    expect(imported.stderr).toContain("8 deliveries taken in, 1 known already, 1 line not usable.");

    const offline: DraftSet = JSON.parse((await command(["draft", ...config, "-"], HARBOUR.join("\n"))).stdout);
    const id = offline.incidents[0]?.incident.id ?? "";
    const stored: Draft = JSON.parse((await command(["export", ...config, id])).stdout);
    expect(stored.entries).toEqual(offline.incidents[0]?.entries);
    expect((await command(["export", ...config, id, "--format", "md"])).stdout).toContain("# Crane stands still");

    const capture = await command(["export", ...config, id, "--capture"]);
    expect(capture.stderr).toBe("");
    const told = capture.stdout.trim().split("\n");
    expect(told.map((line) => JSON.parse(line).id).sort()).toEqual([
      "d-back",
      "d-crane",
      "d-declared",
      "d-jam",
      "d-resolved",
      // In quarantine since it could have told of the incident.
      "x1",
    ]);
    const again: DraftSet = JSON.parse((await command(["draft", ...config, "-"], capture.stdout)).stdout);
    expect(again.incidents[0]?.entries).toEqual(stored.entries);
    expect(again.incidents[0]?.missing).toEqual(stored.missing);
    expect(stored.missing).toMatchObject([{ delivery: "x1" }]);

    const entry = stored.entries.find(({ kind }) => kind === "alert");
    const why = await command(["explain", ...config, id, entry?.id ?? ""]);
    expect(why.stdout).toContain(`because   ${entry?.reason}`);
    expect(why.stdout).toContain("attached  opens_incident: it opens the incident");
    expect(why.stdout).toContain("opened by:\n    2026-03-01T10:10:00Z  CraneJam  (alert: ");
    expect((await command(["explain", ...config, id, "d-jam"])).stdout).toBe(why.stdout);
    expect((await command(["explain", ...config, id, "d-menu"])).stdout).toContain(`only suggested to ${id}`);
    expect((await command(["explain", ...config, id, "x1"])).stdout).toMatch(
      /Delivery x1\n {2}because {3}\w+: it is in quarantine/,
    );
    const nothing = await command(["explain", ...config, id, "nothing"]);
    expect(nothing).toMatchObject({ code: 1, stdout: expect.stringContaining("nothing is not known.") });

    const asked = ["explain", ...config, "--format", "json", id];
    const explained = JSON.parse((await command([...asked, "d-jam"])).stdout);
    expect(explained).toMatchObject({ is: "delivery", standings: [{ is: "shown", entry: { id: entry?.id } }] });
    expect(JSON.parse((await command([...asked, "d-jam", "-"], HARBOUR.join("\n"))).stdout)).toEqual(explained);

    const replayed = await command(["replay", ...config, "--since", "2026-03-01T10:20:00Z"]);
    expect(replayed.stdout).toContain(
      "3 deliveries read again:\n  0 events are new, 0 have new content, 3 are as before",
    );
    expect((await command(["replay", ...config, "--dry-run"])).stdout).toContain("8 deliveries read again (dry run");
  });

  it("take nothing in where the store cannot be reached, and say so", async () => {
    using folder = temporaryFolder();
    const store = { kind: "mongodb", url: "mongodb://127.0.0.1:1/?replicaSet=none", path: "data" };
    const written = JSON.stringify({ ...JSON.parse(HARBOUR_CONFIG), store });
    const config = ["--config", folder.write("harbour.json", written)];
    const imported = await command(["import", ...config, "-"], HARBOUR.join("\n"));
    expect(imported).toMatchObject({ code: 1, stdout: "" });
    expect(imported.stderr).toMatch(/^MongoDB cannot be reached or does not answer \(.*\)\.\n$/);
  });

  it("say how much of it is not kept any more, and go on with the rest", async () => {
    using folder = temporaryFolder();
    const written = JSON.stringify({ ...JSON.parse(HARBOUR_CONFIG), retention: { raw: "90d", keys: "400d" } });
    const config = ["--config", folder.write("harbour.json", written)];
    expect((await command(["check-config", String(config[1])])).stdout).toContain(
      "harbour.json: the bytes of deliveries are deleted 90 days after they came, once they are decoded.\n",
    );
    await command(["import", ...config, "-"], HARBOUR.join("\n"));
    const inbox = openSqliteInbox({ folder: `${folder.path}/data`, onFatal: () => {} });
    const before = Date.parse("2026-03-01T10:11:00Z") * 1_000;
    while (!inbox.sweep({ at: before + DAY, rawBefore: before, keysBefore: null }).isDone);
    await inbox.close();

    const replayed = await command(["replay", ...config]);
    expect(replayed.stdout).toMatch(
      /^4 deliveries read again:\n {2}2 more could not be: their bytes are not kept any more/,
    );
    expect(replayed.stdout).toContain("0 events are not given any more");
    const [, id = ""] = /latest are (inc_\w+)/.exec((await command(["export", ...config, "inc_0"])).stderr) ?? [];
    const { stdout, stderr } = await command(["export", ...config, id, "--capture"]);
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(stderr).toContain("2 deliveries of it are not here, or not kept any more (retention.raw).");
  });

  it("explain what a sender wrote without letting it act on the terminal", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const odd = '{"id":"x1","source":"cloudevents","receivedAt":"2026-03-01T10:15:00Z","body":"\\u001B[31mred"}';
    await command(["import", ...config, "-"], [HARBOUR[2]?.replace("Crane", "Crane\u202E"), odd].join("\n"));
    const [, id = ""] = /latest are (inc_\w+)/.exec((await command(["export", ...config, "inc_0"])).stderr) ?? [];
    const { stdout } = await command(["explain", ...config, id, "x1"]);
    expect(stdout).toContain(`${id}  Crane⟦U+202E⟧ stands still\n`);
    expect(stdout).toContain("in a draft: The body is no JSON: Unexpected token '⟦U+001B⟧'");
  });

  it("explain and export while a server has the data folder, deliveries without an event among them", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const joined = { specversion: "1.0", id: "idle", source: "/harbour", type: "harbour.tide.v1", data: {} };
    const headers = { "content-type": "application/cloudevents+json" };
    const idle = { id: "d-idle", source: "cloudevents", receivedAt: "2026-03-01T10:15:00Z", headers, body: joined };
    await command(["import", ...config, "-"], [...HARBOUR, JSON.stringify(idle)].join("\n"));
    const [, id = ""] = /latest are (inc_\w+)/.exec((await command(["export", ...config, "inc_0"])).stderr) ?? [];
    const served = openSqliteInbox({ folder: `${folder.path}/data`, onFatal: () => {} });
    const explained = await command(["explain", ...config, id, "d-idle"]);
    const exported = await command(["export", ...config, id, "--capture"]);
    await served.close();
    expect(exported).toMatchObject({ code: 0, stderr: "" });
    expect(exported.stdout.trim().split("\n")).toHaveLength(5);
    expect(explained).toMatchObject({ code: 0, stderr: "" });
    expect(explained.stdout).toContain("of_no_interest: it was taken in");
  });

  it("explain what a capture holds, and what of it no incident has", async () => {
    const again = JSON.stringify({
      ...JSON.parse(HARBOUR[1] ?? ""),
      id: "d-again",
      receivedAt: "2026-03-01T10:13:00Z",
    });
    const idle =
      '{"id":"idle","source":"slack","receivedAt":"2026-03-01T10:15:00Z","body":{"type":"url_verification","challenge":"x"}}';
    const capture = [...HARBOUR, again, idle, ODD].join("\n");
    const offline: DraftSet = JSON.parse((await command(["draft", "-"], capture)).stdout);
    const id = offline.incidents[0]?.incident.id ?? "";
    const explained = async (subject: string) => (await command(["explain", id, subject, "-"], capture)).stdout;
    expect(await explained("d-again")).toMatch(
      / {2}repeat {4}repeat: the same event again; d-jam of cloudevents carried it first/,
    );
    expect(await explained("d-menu")).toContain(
      "kept out  other_service: it is about canteen; the incident is about crane",
    );
    expect(await explained("idle")).toContain("of_no_interest: it was taken in, and holds nothing");
    expect(await explained("x1")).toContain("it is in quarantine, and nothing of this part is in a draft");
    const unknown = await command(["explain", "inc_0", "d-jam", "-"], capture);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(`There is no incident "inc_0" in these captures: there is ${id} (CraneJam`);
  });

  it("explain an entry by an id that it had before an earlier event became its first", async () => {
    const first = JSON.parse(HARBOUR[1] ?? "");
    const time = "2026-03-01T10:09:00Z";
    const earlier = JSON.stringify({ ...first, id: "d-early", body: { ...first.body, id: "early", time } });
    const alertOf = async (capture: string) => {
      const [draft]: Draft[] = JSON.parse((await command(["draft", "-"], capture)).stdout).incidents;
      return {
        incident: draft?.incident.id ?? "",
        entry: draft?.entries.find(({ kind }) => kind === "alert")?.id ?? "",
      };
    };
    const { entry: served } = await alertOf(HARBOUR.join("\n"));
    const capture = [earlier, ...HARBOUR].join("\n");
    const { incident, entry } = await alertOf(capture);
    expect(entry).not.toBe(served);
    const { code, stdout } = await command(["explain", incident, served, "-"], capture);
    expect(stdout).toContain(`${entry} stands on the timeline.`);
    expect(code).toBe(0);
  });

  it("name what there is where they are asked for what there is not", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const none = await command(["export", ...config, "inc_0"]);
    expect(none).toMatchObject({ code: 1, stdout: "" });
    expect(none.stderr).toContain('There is no incident "inc_0"');
    await command(["import", ...config, "-"], HARBOUR.join("\n"));
    expect((await command(["export", ...config, "inc_0"])).stderr).toMatch(/the latest are inc_[0-9a-f]{20}\.\n$/);
    expect((await command(["replay", ...config, "--source", "nobody"])).code).toBe(2);
    expect((await command(["replay", ...config, "--since", "yesterday"])).code).toBe(2);
  });
});
