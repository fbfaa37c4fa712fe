import { describe, expect, it } from "vitest";
import type { DraftSet } from "../../src/domain/draft/schema.ts";
import { annalist, temporaryFolder } from "../annalist.ts";
import { command, HARBOUR, HARBOUR_CONFIG } from "./shell.ts";

const parse = (text: string): DraftSet => JSON.parse(text);

describe("annalist draft", () => {
  it("drafts a capture on stdout, in a process of its own, without a configuration", async () => {
    const { code, stdout, stderr } = await annalist(["draft", "-"], { stdin: HARBOUR.join("\n") });
    expect(code).toBe(0);
    const { incidents, unattached, missing } = parse(stdout);
    expect(incidents.map(({ incident }) => incident.title)).toEqual(["Crane stands still"]);
    expect(unattached).toEqual({ events: 1, first: "2026-03-01T10:25:00Z", last: "2026-03-01T10:25:00Z" });
    expect(missing).toEqual([]);
    expect(incidents[0]?.coverage.map(({ source }) => source)).toEqual(["cloudevents"]);
    expect(stderr).toContain("6 deliveries, 1 incident with");
  });

  it("prints the same bytes whatever the order and repetition of lines", async () => {
    using folder = temporaryFolder();
    const config = folder.write("shop.json", HARBOUR_CONFIG);
    const straight = folder.write("straight.ndjson", HARBOUR.join("\n"));
    const turned = folder.write("turned.ndjson", [...HARBOUR].reverse().concat(HARBOUR.slice(1, 4)).join("\n"));
    const [one, other] = [
      await command(["draft", "--config", config, straight]),
      await command(["draft", "--config", config, turned]),
    ];
    expect(one.stdout).toContain('"quay"');
    expect(other.stdout).toBe(one.stdout);
  });

  it("warns of what senders wrote without letting it act on the terminal", async () => {
    const acting = "\u001B]0;a new title\u0007\u001B[2J";
    const odd = {
      id: `d1${acting}`,
      source: "cloudevents",
      receivedAt: "2026-03-01T10:00:00Z",
      body: `${acting}\u202E`,
    };
    const { stderr } = await annalist(["draft", "-"], { stdin: JSON.stringify(odd) });
    expect(stderr).toContain("delivery d1⟦U+001B⟧]0;a new title⟦U+0007⟧⟦U+001B⟧[2J: The body is no JSON");
    expect(stderr).not.toMatch(/[^\P{Cc}\n]|\u202E/u);
  });

  it("lets no sender write a warning of its own", async () => {
    const forged = { id: "d1", source: "nobody\nwarning: all is lost", receivedAt: "2026-03-01T10:00:00Z", body: {} };
    const { stderr } = await command(["draft", "-"], JSON.stringify(forged));
    expect(stderr).toContain("warning: <stdin>:1: nobody warning: all is lost delivery d1: there is no source");
    expect(stderr).not.toMatch(/^warning: all is lost/m);
  });

  it("says what a line's source has to be, once, and not that nothing opens an incident where nothing could be read", async () => {
    using folder = temporaryFolder();
    const config = folder.write(
      "harbour.json",
      HARBOUR_CONFIG.replaceAll('"cloudevents"', '"desk"').replace('"kind":"desk"', '"kind":"cloudevents"'),
    );
    const capture = HARBOUR.join("\n");
    const { stderr } = await command(["draft", "--config", config, "-"], capture);
    expect(stderr).toContain('there is no source "cloudevents"; known: desk\n');
    expect(stderr.match(/The "source" of a line has to be/g)).toHaveLength(1);
    expect(stderr).toContain(`the name of a source of ${config}: write such a name there`);
    expect(stderr).toContain("No event could be read of the capture.");
    expect(stderr).not.toContain("opens an incident");
    const without = await command(["draft", "-"], capture.replaceAll('"source":"cloudevents"', '"source":"desk"'));
    expect(without.stderr).toContain("without --config that is its kind");
    expect((await command(["draft", "-"], capture)).stderr).not.toContain("has to be");

    const imported = await command(["import", "--config", config, "-"], capture);
    expect(imported.stderr).toContain('warning: <stdin>:1: there is no source "cloudevents"; known: desk\n');
    expect(imported.stderr.match(/The "source" of a line has to be/g)).toHaveLength(1);
    expect(imported.stderr).toContain(`of ${config}: write`);
  });

  it("warns of lines that it cannot use, and lists them", async () => {
    using folder = temporaryFolder();
    const broken = [
      "{",
      HARBOUR[1],
      '{"id":"x1","source":"nobody","receivedAt":"2026-03-01T10:00:00Z","body":{}}',
      '{"id":"x2","source":"cloudevents","receivedAt":"2026-03-01T10:15:00Z","body":{"no":"event"}}',
      '{"id":"x3","source":"cloudevents","receivedAt":"2026-03-01T10:16:00Z","body":{"no":"event"}}',
    ];
    const file = folder.write("broken.ndjson", broken.join("\n"));
    const { code, stdout, stderr } = await command(["draft", file]);
    expect(code).toBe(0);
    expect(stderr).toContain(`warning: ${file}:1: the line is no JSON object\n`);
    expect(stderr).toContain(
      `warning: ${file}:3: nobody delivery x1: there is no source "nobody"; known: alertmanager-events, alertmanager,`,
    );
    const { missing, incidents } = parse(stdout);
    expect(missing.map(({ delivery, code: why }) => [delivery.slice(0, 5), why])).toEqual([
      ["line_", "not_json"],
      ["x1", "unknown_source"],
      ["x2", expect.any(String)],
    ]);
    expect(incidents[0]?.missing.map(({ delivery }) => delivery)).toEqual(["x1", "x2"]);
    expect((await command(["draft", "--strict", file])).code).toBe(3);
    expect((await command(["draft", "--strict", "-"], HARBOUR.join("\n"))).code).toBe(0);
  });

  it("says so where nothing opens an incident, and drafts all as one when it is told to", async () => {
    const quiet = [HARBOUR[0], HARBOUR[3], HARBOUR[5]].join("\n");
    const nothing = await command(["draft", "-"], quiet);
    expect(parse(nothing.stdout).incidents).toEqual([]);
    expect(nothing.stderr).toContain('add: --incident "TITLE"');
    const { incidents, unattached } = parse((await command(["draft", "--incident", "A slow day", "-"], quiet)).stdout);
    expect(unattached.events).toBe(0);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.incident).toMatchObject({ title: "A slow day", startedAt: "2026-03-01T10:02:00.000Z" });
    const cited = incidents[0]?.entries.flatMap(({ evidence }) => evidence.map(({ delivery }) => delivery)).sort();
    expect(cited).toEqual(["d-back", "d-crane", "d-menu"]);
    expect((await command(["draft", "--incident", "Nothing", "-"], "")).code).toBe(1);
  });

  it("keeps the openers that the rules find when all is drafted as one", async () => {
    const { incidents } = parse((await command(["draft", "--incident", "All of it", "-"], HARBOUR.join("\n"))).stdout);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]?.incident).toMatchObject({ title: "All of it", severity: "high" });
    expect(incidents[0]?.entries.find(({ kind }) => kind === "alert")?.attach.rank).toBe(0);
  });

  it("renders Markdown, and pages that need no server", async () => {
    const text = HARBOUR.join("\n");
    const { stdout: markdown } = await command(["draft", "--format", "md", "-"], text);
    expect(markdown).toMatch(/^# Crane stands still\n/);
    const { stdout: page } = await command(["draft", "--format", "html", "-"], text);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("<style>");
    expect(page).not.toContain('rel="stylesheet"');
  });

  it("ends with 1 for what it cannot read, and with 2 for what it does not know", async () => {
    using folder = temporaryFolder();
    const gone = await command(["draft", `${folder.path}/gone.ndjson`]);
    expect(gone).toMatchObject({ code: 1, stdout: "" });
    expect(gone.stderr).toBe(`The capture ${folder.path}/gone.ndjson cannot be read: there is no such file.\n`);
    expect((await command(["draft", folder.path])).stderr).toContain("it is a folder");
    const bad = folder.write("bad.yaml", "sources: [ { name: a, kind: parott } ]\nservces: []\n");
    const config = await command(["draft", "--config", bad, "-"], "");
    expect(config.code).toBe(1);
    expect(config.stderr).toContain(`${bad}:1:29: sources[0].kind: there is no kind "parott"`);
    expect(config.stderr).toContain(
      `${bad}:2:1: servces: there is no setting "servces" here. Did you mean "services"?`,
    );
    for (const words of [["draft"], ["drfat", "x"], ["draft", "--format", "pdf", "-"], ["draft", "--loud", "-"], []]) {
      expect((await command(words)).code, words.join(" ")).toBe(2);
    }
  });

  it("teaches", async () => {
    for (const words of [["--help"], ["draft", "--help"], ["serve", "--help"]]) {
      const { code, stdout, stderr } = await command(words);
      expect(code).toBe(0);
      expect(stdout).toContain("  $ annalist ");
      expect(stderr).toBe("");
    }
    expect((await command(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("annalist check-config", () => {
  it("says that a configuration is right, or everything that is wrong", async () => {
    using folder = temporaryFolder();
    const right = await command(["check-config", folder.write("right.json", HARBOUR_CONFIG)]);
    expect(right).toMatchObject({ code: 0, stdout: `${folder.path}/right.json: right. 1 source, 2 services.\n` });
    const wrong = folder.write("wrong.yaml", "sources: [ { name: a, kind: slack }, { name: a, kind: github } ]\n");
    const { code, stdout } = await command(["check-config", wrong]);
    expect(code).toBe(1);
    expect(stdout.trim().split("\n")).toHaveLength(4);
    expect(stdout).toContain(`${wrong}: 3 to mend.`);
  });

  it("lets nothing that stands in a configuration act on the terminal", async () => {
    using folder = temporaryFolder();
    const DOOR = "sources: [ { name: door, kind: slack, auth: [ { hmac: a-secret-that-nobody-guesses } ] } ]\n";
    const services = 'services: [ { name: till, dependsOn: [ "\\e[2J\\u202Ellit" ] } ]';
    const { stdout } = await command(["check-config", folder.write("odd.yaml", `${services}\n${DOOR}`)]);
    expect(stdout).toContain("⟦U+001B⟧[2J⟦U+202E⟧llit");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202E/u);
  });
});
