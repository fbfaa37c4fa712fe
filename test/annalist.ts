import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** How the command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** How long a server may take to be up, for where many compete for the machine. */
  readonly upWithinMs?: number;
}

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function start(words: readonly string[], { cwd, env, stdin }: Surroundings): ChildProcess {
  const child = spawn(process.execPath, ["--disable-warning=TimeoutNegativeWarning", MAIN, ...words], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
  });
  child.stdin?.on("error", () => {});
  child.stdin?.end(stdin ?? "");
  return child;
}

/** Runs the real command line in a process of its own, to its end. */
export function annalist(words: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const child = start(words, surroundings);
  const output = listen(child);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...output.read() })));
}

/** A server in a process of its own. */
export interface Served {
  /** Addresses without a trailing slash. */
  readonly webhooks: string;
  readonly pages: string;
  readonly pid: number;
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, and waits. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `annalist serve` and waits until it says where it is. */
export async function serve(words: readonly string[], surroundings: Surroundings = {}): Promise<Served> {
  const child = start(["serve", ...words], surroundings);
  const output = listen(child);
  const ended = new Promise<number | null>((resolve) => child.on("close", (code) => resolve(code)));
  const look = () => {
    const { stdout, stderr } = output.read();
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${stderr}`);
    return /Pages and API +(\S+)[\s\S]*?Webhooks +(\S+)\/webhooks\//.exec(stdout);
  };
  const greeting = await until("the server is up", look, surroundings.upWithinMs).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  return {
    webhooks: String(greeting[2]),
    pages: String(greeting[1]),
    pid: child.pid ?? 0,
    output: output.read,
    signal: (signal) => void child.kill(signal),
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

function listen(child: ChildProcess) {
  const text = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    text.stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    text.stderr += chunk.toString();
  });
  return { read: () => ({ ...text }) };
}

const POLL_MS = 50;
const DEADLINE_MS = 90_000;

/** Asks until there is an answer; a real engine has no other way of saying that it is done. Throws after a deadline. */
export async function until<T>(
  what: string,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  deadlineMs: number = DEADLINE_MS,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`waited ${deadlineMs} ms in vain until ${what}`);
}

/** What a server answers, asked again while its store cannot be reached: one that is shared with others may take its time. */
export function answered(address: string): Promise<Response> {
  return until(`the store of ${address} is reached`, async () => {
    const answer = await fetch(address);
    return answer.status !== 503 && answer;
  });
}

/** A folder that is removed with `using`. */
export function temporaryFolder(): Disposable & {
  readonly path: string;
  write(name: string, content: string): string;
} {
  const path = mkdtempSync(join(tmpdir(), "annalist-test-"));
  return {
    path,
    write(name, content) {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
