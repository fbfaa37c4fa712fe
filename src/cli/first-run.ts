import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { FIRST_RUN_FILE, reasonOf } from "./configuration.ts";
import { CommandError } from "./shell.ts";

/** The source of the configuration that the first start makes. */
export const FIRST_SOURCE = "my-events";

/**
 * Makes the configuration of a first start, readable by its owner only: one source of kind cloudevents with a random secret, its data in
 * the same folder. Leaves one that is there alone.
 *
 * @returns the secret, if the file was made now; null if it was there
 * @throws CommandError where it cannot be written
 */
export function ensureFirstRun(file: string = FIRST_RUN_FILE): string | null {
  if (existsSync(file)) return null;
  const secret = randomBytes(24).toString("base64url");
  const configuration = {
    sources: [{ name: FIRST_SOURCE, kind: "cloudevents", auth: [{ bearer: secret }] }],
    services: [],
    store: { kind: "sqlite", path: "." },
  };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    return secret;
  } catch (error) {
    throw new CommandError(
      `The first start makes ${file}, and cannot: ${reasonOf(error)}. Start in a folder that this user may write, or name a configuration with --config.`,
    );
  }
}
