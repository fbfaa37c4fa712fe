import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { endThread } from "../../../src/ingest/drain/end-thread.ts";

function start(code: string): { worker: Worker; ended: Promise<void>; code: () => number | null } {
  const worker = new Worker(code, { eval: true });
  let exit: number | null = null;
  const ended = new Promise<void>((resolve) =>
    worker.on("exit", (status) => {
      exit = status;
      resolve();
    }),
  );
  return { worker, ended, code: () => exit };
}

it("lets a thread end by itself", async () => {
  const { worker, ended, code } = start(`
    const { parentPort } = require("node:worker_threads");
    parentPort.on("message", () => parentPort.close());
  `);
  worker.postMessage("stop");
  await endThread(worker, ended, 60_000);
  expect(code()).toBe(0);
});

it("cuts off one that hears nothing", async () => {
  const { worker, ended, code } = start(`require("node:worker_threads").parentPort.postMessage("busy"); for (;;);`);
  await once(worker, "message");
  await endThread(worker, ended, 10);
  await ended;
  expect(code()).toBe(1);
});
