import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, until } from "../annalist.ts";
import { HARBOUR, HARBOUR_CONFIG } from "../cli/shell.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const manifest: { bin: { annalist: string }; files: string[]; dependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);

const folder = temporaryFolder();
const installed = join(folder.path, "empty", "node_modules", "annalist");

/**
 * What `npm install annalist-….tgz` leaves in an empty folder: the package's own files as npm packs them, and beside them its runtime
 * dependencies, and no others (linked to those that are installed here, so that no network is needed).
 */
beforeAll(async () => {
  const packing = join(folder.path, "packing");
  await run(process.execPath, ["build.ts", join(packing, "dist"), "--noCheck", "--singleThreaded"], { cwd: root });
  for (const name of ["package.json", ...manifest.files.filter((file) => file !== "dist")]) {
    cpSync(join(root, name), join(packing, name), { recursive: true });
  }
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--silent"], { cwd: packing });
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", join(packing, stdout.trim()), "-C", installed, "--strip-components=1"]);
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(dirname(installed), name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
}, 180_000);

const main = () => join(installed, manifest.bin.annalist);

describe("the package", { timeout: 480_000 }, () => {
  it("drafts in an empty folder, in every format", async () => {
    const cwd = join(folder.path, "empty");
    const capture = folder.write("capture.ndjson", HARBOUR.join("\n"));
    const draft = async (format: string) =>
      (await run(process.execPath, [main(), "draft", "--format", format, capture], { cwd })).stdout;
    expect(JSON.parse(await draft("json")).incidents).toHaveLength(1);
    expect(await draft("md")).toContain("# Crane stands still");
    expect(await draft("html")).toContain("<style>");
    expect(readFileSync(main(), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("serves webhooks and pages with their style sheets", async () => {
    const child = execFile(process.execPath, [
      main(),
      "serve",
      "--config",
      folder.write("harbour.json", HARBOUR_CONFIG),
    ]);
    let output = "";
    child.stdout?.on("data", (chunk: string) => {
      output += chunk;
    });
    try {
      const pages = await until("it is up", () => /Pages and API +(\S+)/.exec(output)?.[1]);
      const page = await (await fetch(`${pages}/incidents`)).text();
      const [, sheet] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
      expect((await fetch(`${pages}${sheet}`)).headers.get("content-type")).toContain("text/css");
    } finally {
      child.kill();
    }
  });
});
