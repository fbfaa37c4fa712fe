import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { temporaryFolder, until } from "../annalist.ts";
import { type Acknowledged, prepareStorm, startStorm } from "./storm.ts";

/** Each costs a start of the server: fewer where nobody is to be convinced. */
const CYCLES = Number(process.env["ANNALIST_KILL_CYCLES"] ?? (process.env["CI"] ? 50 : 10));
const CHILD = fileURLToPath(new URL("ingest-child.ts", import.meta.url));
const WRITERS = 8;
const MOST_PER_CYCLE = 400;

it(`loses nothing that was acknowledged over ${CYCLES} kill -9 under load`, {
  timeout: 480_000 + CYCLES * 15_000,
}, async () => {
  using folder = temporaryFolder();
  const acknowledged: Acknowledged[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const deliveries = await prepareStorm(`${folder.path}/${cycle}`, MOST_PER_CYCLE);
    const { server, address } = await start(folder.path);
    const storm = startStorm(address, deliveries, WRITERS);
    // Killed in the middle of writing, at another point each time.
    const enough = 1 + ((cycle * 37) % 120);
    await until(`${enough} deliveries are acknowledged`, () => storm.acknowledged.length >= enough);
    const dead = once(server, "exit");
    server.kill("SIGKILL");
    await Promise.all([storm.ended, dead]);
    acknowledged.push(...storm.acknowledged);
    expect(storm.refused).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(CYCLES);

  // What was kept and not yet decoded is decoded after the next start.
  const { server } = await start(folder.path);
  server.send("settle");
  await once(server, "message");
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);

  for (const file of ["inbox.db", "store.db"]) {
    using database = new DatabaseSync(join(folder.path, file), { readOnly: true });
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  }
  expect(await findLost(folder.path, acknowledged)).toEqual([]);
  console.log(`${acknowledged.length} deliveries acknowledged over ${CYCLES} kills, 0 lost`);
});

async function start(folder: string): Promise<{ server: ChildProcess; address: string }> {
  const server = fork(CHILD, [folder], { stdio: "inherit" });
  const [{ port }] = (await once(server, "message")) as [{ port: number }];
  return { server, address: `http://127.0.0.1:${port}` };
}

/** Acknowledged deliveries whose bytes or events are not there. */
async function findLost(folder: string, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const onFatal = (error: Error) => {
    throw error;
  };
  const inbox = openSqliteInbox({ folder, onFatal });
  const store = openSqliteStore({ path: join(folder, "store.db") });
  const lost: string[] = [];
  for (const { delivery, sent } of acknowledged) {
    const isKept = sent.body.equals(inbox.read(delivery)?.body ?? new Uint8Array());
    const events = await store.readSightingsOf(delivery);
    if (!isKept || events.length !== (sent.path.endsWith("alertmanager") ? 5 : 1)) lost.push(delivery);
  }
  await inbox.close();
  await store.close();
  return lost;
}
