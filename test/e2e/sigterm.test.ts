import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { serve, temporaryFolder, until } from "../annalist.ts";
import { prepareStorm, STORM_SOURCES, startStorm } from "./storm.ts";

it("ends on SIGTERM under load, long before the load does, without failing a request", {
  timeout: 480_000,
}, async () => {
  using folder = temporaryFolder();
  const config = folder.write("annalist.yaml", STORM_SOURCES);
  mkdirSync(join(folder.path, "data"));
  for (const round of [1, 2, 3]) {
    const deliveries = await prepareStorm(`${folder.path}/${round}`, 8_000);
    const server = await serve(["--config", config], { cwd: folder.path });
    const storm = startStorm(server.webhooks, deliveries, 16);
    await until("the load is on", () => storm.acknowledged.length >= 100);
    expect(await server.stop("SIGTERM")).toBe(0);
    await storm.ended;
    expect(storm.broken).toEqual([]);
    expect(storm.refused).toEqual([]);
    expect(storm.acknowledged.length).toBeLessThan(deliveries.length);
    const inbox = openSqliteInbox({ folder: join(folder.path, "data"), onFatal: () => undefined });
    const lost = storm.acknowledged.filter(({ delivery }) => inbox.read(delivery) === null);
    await inbox.close();
    expect(lost).toEqual([]);
  }
});
