import { spawn } from "node:child_process";
import { join } from "node:path";

/** How an installed tool ended. */
export interface Finished {
  readonly code: number;
  /** What it wrote on stdout and stderr. */
  readonly output: string;
}

/** Runs an installed tool on the Node that runs this. */
export function tool(name: string, ...words: string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join("node_modules", ".bin", name), ...words], {
      env: { ...process.env, NO_COLOR: "1" },
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
