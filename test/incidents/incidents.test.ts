import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { command } from "../cli/shell.ts";

/**
 * Incidents after public reports, told anew with invented people. Each keeps its draft as a file beside it, so that whatever changes a
 * draft shows what it changes; `npx vitest run test/incidents --update` writes the files anew, to be read before they are committed.
 * Those in `../harder-incidents` and `../later-incidents` were told by people who did not know the program. The first are harder: nobody declares them, two last at once, they go on for days.
 */

const SETS = [".", "../harder-incidents", "../later-incidents"].map((set) => join(import.meta.dirname, set));

const folders = SETS.flatMap((set) =>
  readdirSync(set, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }): [string, string] => [name, join(set, name)]),
);

it.each(folders)("%s is drafted as it was read", async (_, folder) => {
  const file = (called: string) => join(folder, called);
  const words = ["draft", "--strict", "--format", "md", "--config", file("config.json"), file("capture.ndjson")];
  const { code, stdout } = await command(words);
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(file("draft.md"));
});
