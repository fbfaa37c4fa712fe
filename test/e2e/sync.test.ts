import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../annalist.ts";
import { prepareStorm, startStorm } from "./storm.ts";
import { cannotTrace, startTraced } from "./traced.ts";

const obstacle = cannotTrace();
if (obstacle) console.warn(`not tested: that answers follow syncs (${obstacle})`);

const isWrite = (call: string) => call.startsWith("pwrite64(") && call.includes("inbox.db-wal>");
const isSync = (call: string) =>
  /^(?:fsync|fdatasync)\(/.test(call) && call.includes("inbox.db-wal>") && call.endsWith("= 0");
const isAcknowledgement = (call: string) => /^(?:write|writev|sendmsg)\(/.test(call) && call.includes("HTTP/1.1 202");

/** How many writes and syncs of the inbox's log stand between one acknowledgement and the one before. */
function stretches(calls: readonly string[]): { readonly written: number; readonly syncedLast: boolean }[] {
  const found: { written: number; syncedLast: boolean }[] = [];
  let written = 0;
  let syncedLast = false;
  for (const call of calls) {
    if (isWrite(call)) {
      written += 1;
      syncedLast = false;
    } else if (isSync(call)) syncedLast = written > 0;
    else if (isAcknowledgement(call)) {
      found.push({ written, syncedLast });
      written = 0;
      syncedLast = false;
    }
  }
  return found;
}

describe.skipIf(obstacle !== null)("the inbox's disk, as strace sees it", { timeout: 480_000 }, () => {
  it("is synced after the write of each delivery and before its answer, also after a restart", async () => {
    using folder = temporaryFolder();
    for (const start of ["first", "second"]) {
      const server = await startTraced(folder.path, start);
      const deliveries = await prepareStorm(`${folder.path}/${start}`, 40);
      // One writer: each delivery is a commit of its own.
      const storm = startStorm(server.address, deliveries, 1);
      await storm.ended;
      await server.settle();
      server.close();
      expect(await server.ended).toBe(0);
      const found = stretches(server.calls());
      expect(found).toHaveLength(40);
      expect(found.filter(({ written, syncedLast }) => written === 0 || !syncedLast)).toEqual([]);
      expect(server.calls().filter(isSync).length).toBeGreaterThanOrEqual(40);
    }
  });

  it("that fails to sync ends the process, and the delivery is not acknowledged", async () => {
    using folder = temporaryFolder();
    const wal = join(folder.path, "inbox.db-wal");
    const server = await startTraced(folder.path, "eio", "-P", wal, "-e", "inject=fsync,fdatasync:error=EIO:when=6+");
    const storm = startStorm(server.address, await prepareStorm(folder.path, 40), 1);
    await storm.ended;
    expect(await server.ended).toBe(3);
    expect(storm.acknowledged.length).toBeGreaterThan(0);
    expect(storm.acknowledged.length).toBeLessThan(6);
    const again = await startTraced(folder.path, "again");
    const { acknowledged, ended } = startStorm(
      again.address,
      storm.acknowledged.map(({ sent }) => sent),
      1,
    );
    await ended;
    expect(acknowledged.map(({ delivery }) => delivery)).toEqual(storm.acknowledged.map(({ delivery }) => delivery));
    again.close();
    expect(await again.ended).toBe(0);
  });

  it("that is full for a moment costs that delivery a 503, and the next ones nothing", async () => {
    using folder = temporaryFolder();
    const wal = join(folder.path, "inbox.db-wal");
    const server = await startTraced(folder.path, "full", "-P", wal, "-e", "inject=pwrite64:error=ENOSPC:when=30");
    const storm = startStorm(server.address, await prepareStorm(folder.path, 40), 1);
    await storm.ended;
    expect(storm.refused).toEqual(["503"]);
    expect(storm.acknowledged).toHaveLength(39);
    server.close();
    expect(await server.ended).toBe(0);
  });
});
