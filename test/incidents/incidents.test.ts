import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { command } from "../cli/shell.ts";

/**
 * Incidents after public reports, told anew with invented people. Each keeps its draft as a file beside it, so that whatever changes a
 * draft shows what it changes; `npx vitest run test/incidents --update` writes the files anew, to be read before they are committed.
 */

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it.each(folders)("%s is drafted as it was read", async (name) => {
  const file = (called: string) => join(import.meta.dirname, name, called);
  const words = ["draft", "--strict", "--format", "md", "--config", file("config.json"), file("capture.ndjson")];
  const { code, stdout } = await command(words);
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(file("draft.md"));
});
