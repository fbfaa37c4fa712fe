import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { FIRST_LAYOUT, LAYOUT_VERSION } from "../../src/store/mongo/layout.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { temporaryFolder } from "../annalist.ts";

const lines = readFileSync(new URL("../../deploy/UPGRADE.md", import.meta.url), "utf8").split("\n");
const rowOf = (what: string): string => lines.find((line) => line.startsWith("|") && line.includes(what)) ?? "";

function layoutOf(path: string): unknown {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare("PRAGMA user_version").get()?.["user_version"];
}

it("the page on upgrades names the layouts that this version writes: an operator reads there what a new one brings", async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore({ path: join(folder.path, "store.db") });
  await store.close();
  const inbox = openSqliteInbox({ folder: folder.path, onFatal: () => {} });
  await inbox.close();
  expect(rowOf("`store.db`")).toContain(`this version writes layout ${layoutOf(join(folder.path, "store.db"))}.`);
  expect(rowOf("`inbox.db`")).toContain(`has layout ${layoutOf(join(folder.path, "inbox.db"))}.`);
});

it("and those of MongoDB: the one that every database begins with, and the one that it has once something is deleted", () => {
  const row = rowOf("MongoDB");
  expect(row).toContain(`It stays ${FIRST_LAYOUT} until`);
  expect(row).toContain(`and is ${LAYOUT_VERSION} from then on`);
  expect(row).toContain(`An older version refuses layout ${LAYOUT_VERSION} by name`);
});
