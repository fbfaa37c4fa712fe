import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CHILD = fileURLToPath(new URL("ingest-child.ts", import.meta.url));
const CALLS = "trace=pwrite64,fsync,fdatasync,write,writev,sendmsg";

/** Whether system calls can be watched here, or why not. */
export function cannotTrace(): string | null {
  const tried = spawnSync("strace", ["-o", "/dev/null", "true"]);
  if (tried.error) return "strace is not installed";
  return tried.status === 0 ? null : "this user may not trace";
}

/** An ingest child under strace. */
export interface Traced {
  readonly address: string;
  readonly ended: Promise<number | null>;
  /** The calls of the thread that answers, in their order. Only after the end. */
  calls(): readonly string[];
  settle(): Promise<void>;
  close(): void;
}

/** @param faults options of strace that make calls fail, for example `inject=fsync:error=EIO:when=3` */
export async function startTraced(folder: string, name: string, ...faults: string[]): Promise<Traced> {
  const prefix = join(folder, `trace-${name}`);
  const options = ["-ff", "-y", "--seccomp-bpf", "-s", "20", "-o", prefix, "-e", CALLS, ...faults];
  const child: ChildProcess = spawn("strace", [...options, process.execPath, CHILD, folder], {
    stdio: ["ignore", "inherit", "ignore", "ipc"],
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    address: `http://127.0.0.1:${port}`,
    ended,
    calls() {
      const traces = readdirSync(folder).filter((file) => file.startsWith(`trace-${name}.`));
      const texts = traces.map((file) => readFileSync(join(folder, file), "utf8"));
      return texts.find((text) => text.includes("HTTP/1.1 "))?.split("\n") ?? [];
    },
    async settle() {
      child.send("settle");
      await once(child, "message");
    },
    close: () => void child.send("close"),
  };
}
