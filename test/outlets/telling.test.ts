import { expect, it } from "vitest";
import { keepTelling } from "../../src/outlets/telling.ts";
import { SILENT } from "../../src/telemetry/log.ts";

it("ends after the telling under way, and begins no other", async () => {
  const begun = Promise.withResolvers<void>();
  const told = Promise.withResolvers<"more">();
  let steps = 0;
  const step = () => {
    steps += 1;
    begun.resolve();
    return told.promise;
  };
  const telling = keepTelling({ outbox: { step }, log: SILENT, everyMs: 0 });
  await begun.promise;
  const stopped = telling.stop();
  told.resolve("more");
  expect(await stopped).toBe(true);
  expect(steps).toBe(1);
});

it("ends although what is told to never answers", async () => {
  const step = () => new Promise<never>(() => undefined);
  const telling = keepTelling({ outbox: { step }, log: SILENT, everyMs: 0, leavingMs: 1 });
  expect(await telling.stop()).toBe(false);
});
