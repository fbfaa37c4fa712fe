import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const APPEND_LOOP = new URL("./append-loop.ts", import.meta.url);
export const SWEEP_LOOP = new URL("./sweep-loop.ts", import.meta.url);
export const EDIT_LOOP = new URL("./edit-loop.ts", import.meta.url);

const children: ChildProcess[] = [];

/** Ends what {@link run} started. */
export async function killAll(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "close");
    }
  }
}

/** Runs a script by this Node until {@link killAll}; `lines` grows with what it prints. */
export function run(script: URL, ...args: string[]): { child: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const lines: string[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return { child, lines };
}
