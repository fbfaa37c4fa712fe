import { expect, it } from "vitest";
import { closeAll } from "../../src/cli/close-all.ts";
import type { Log } from "../../src/telemetry/log.ts";

it("closes the last first, and goes on where something cannot be closed", async () => {
  const closed: string[] = [];
  const errors: object[] = [];
  const log: Log = { info: () => {}, warn: () => {}, error: (fields) => void errors.push(fields) };
  const closing = (name: string) => async () => {
    await Promise.resolve();
    closed.push(name);
    if (name === "broker") throw new Error("the broker hung up");
  };
  await closeAll(["inbox", "store", "broker", "outlet"].map(closing), log);
  expect(closed).toEqual(["outlet", "broker", "store", "inbox"]);
  expect(errors).toEqual([{ reason: "the broker hung up" }]);
});
