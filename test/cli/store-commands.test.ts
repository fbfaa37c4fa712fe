import { describe, expect, it } from "vitest";
import type { Draft, DraftSet } from "../../src/domain/draft/schema.ts";
import { DAY } from "../../src/domain/time.ts";
import { openSqliteInbox } from "../../src/ingest/sqlite-inbox.ts";
import { temporaryFolder } from "../annalist.ts";
import { command, HARBOUR, HARBOUR_CONFIG } from "./shell.ts";

const ODD = '{"id":"x1","source":"cloudevents","receivedAt":"2026-03-01T10:15:00Z","body":{"no":"event"}}';

describe("import, export, explain, replay", () => {
  it("take a capture in, give it out as it was, and say why things stand where they stand", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const imported = await command(["import", ...config, "-"], [...HARBOUR, HARBOUR[0], ODD, "{"].join("\n"));
    expect(imported.code).toBe(0);
    expect(imported.stderr).toContain("warning: <stdin>:9: the line is no JSON object");
    expect(imported.stderr).toContain("7 deliveries taken in, 1 known already, 1 lines not usable.");

    const offline: DraftSet = JSON.parse((await command(["draft", ...config, "-"], HARBOUR.join("\n"))).stdout);
    const id = offline.incidents[0]?.incident.id ?? "";
    const stored: Draft = JSON.parse((await command(["export", ...config, id])).stdout);
    expect(stored.entries).toEqual(offline.incidents[0]?.entries);
    expect((await command(["export", ...config, id, "--format", "md"])).stdout).toContain("# Crane stands still");

    const capture = await command(["export", ...config, id, "--capture"]);
    const lines = capture.stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual([
      "d-back",
      "d-crane",
      "d-declared",
      "d-jam",
      "d-resolved",
    ]);
    const again: DraftSet = JSON.parse((await command(["draft", ...config, "-"], capture.stdout)).stdout);
    expect(again.incidents[0]?.entries).toEqual(stored.entries);

    const entry = stored.entries.find(({ kind }) => kind === "alert");
    const why = await command(["explain", ...config, id, entry?.id ?? ""]);
    expect(why.stdout).toContain(`because   ${entry?.reason}`);
    expect(why.stdout).toContain("opens_incident: it opens the incident (it is an opener)");
    expect((await command(["explain", ...config, id, "d-jam"])).stdout).toBe(why.stdout);
    expect((await command(["explain", ...config, id, "d-menu"])).stdout).toContain("belongs to no incident");
    expect((await command(["explain", ...config, id, "x1"])).stdout).toContain("Delivery x1 is in quarantine");
    expect((await command(["explain", ...config, id, "nothing"])).code).toBe(1);

    const replayed = await command(["replay", ...config, "--since", "2026-03-01T10:20:00Z"]);
    expect(replayed.stdout).toContain(
      "3 deliveries read again:\n  0 events are new, 0 have new content, 3 are as before",
    );
    expect((await command(["replay", ...config, "--dry-run"])).stdout).toContain("7 deliveries read again (dry run");
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
    expect(stderr).toContain("2 deliveries of it are not in this data folder, or not kept any more (retention.raw).");
  });

  it("explain what a sender wrote without letting it act on the terminal", async () => {
    using folder = temporaryFolder();
    const config = ["--config", folder.write("harbour.json", HARBOUR_CONFIG)];
    const odd = '{"id":"x1","source":"cloudevents","receivedAt":"2026-03-01T10:15:00Z","body":"\\u001B[31mred"}';
    await command(["import", ...config, "-"], [HARBOUR[2]?.replace("Crane", "Crane\u202E"), odd].join("\n"));
    const [, id = ""] = /latest are (inc_\w+)/.exec((await command(["export", ...config, "inc_0"])).stderr) ?? [];
    const { stdout } = await command(["explain", ...config, id, "x1"]);
    expect(stdout).toContain(`${id}  Crane⟦U+202E⟧ stands still\n`);
    expect(stdout).toContain("not_json: The body is no JSON: Unexpected token '⟦U+001B⟧'");
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
