import type { Environment } from "../config/environment.ts";
import type { Instant } from "../domain/time.ts";

/** What a command may use of the process that it runs in. Only main.ts makes one. */
export interface Shell {
  readonly environment: Environment;
  readonly process: NodeJS.Process;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Writes to stdout; resolves when it is written. */
  write(text: string): Promise<void>;
  /** Writes a line for a person to stderr. */
  note(line: string): void;
  /** Our clock, µs since 1970. */
  now(): Instant;
  /** Resolves when the process is asked to end (SIGTERM, SIGINT). Another request, more than a second later, ends it at once. */
  untilStopped(): Promise<void>;
}

/** Exit codes: what a script can rely on. */
export const DONE = 0;
/** Unreadable input, bad configuration, a port taken: the world is not as it should be. */
export const FAILED = 1;
/** The command was called in a way that it does not know. */
export const USAGE = 2;
/** With `--strict`: a line of a capture could not be used. */
export const UNUSED_INPUT = 3;

/** Ends a command with a sentence for a person and an exit code. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}
