import { randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "../config/config.ts";
import { makeFolder } from "../store/sqlite/make-folder.ts";
import { FIRST_RUN_FILE, reasonOf } from "./configuration.ts";
import { CommandError } from "./shell.ts";

/** The source of the configuration that the first start makes. */
export const FIRST_SOURCE = "my-events";

const SECRET_BYTES = 24;

/**
 * Makes the configuration of a first start, readable by its owner only: one source of kind cloudevents with a random secret, its data in
 * the same folder. Leaves one that is there alone.
 *
 * @throws CommandError where it cannot be written
 */
export function ensureFirstRun(file: string = FIRST_RUN_FILE): void {
  if (existsSync(file)) return;
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const configuration = {
    sources: [{ name: FIRST_SOURCE, kind: "cloudevents", auth: [{ bearer: secret }] }],
    services: [],
    store: { kind: "sqlite", path: "." },
  };
  try {
    makeFolder(dirname(file));
    writeFileSync(file, `${JSON.stringify(configuration, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw new CommandError(
      `The first start makes ${file}, and cannot: ${reasonOf(error, "write")}. Start in a folder that this user may write, or name a configuration with --config.`,
    );
  }
}

/** The secret that a first start made, as long as it stands in the configuration; null where a person has put another there, which is not to be shown. */
export function firstSecret({ sources }: Config): string | null {
  const [secret] = sources.find(({ name }) => name === FIRST_SOURCE)?.auth ?? [];
  const isMade = secret?.kind === "bearer" && Buffer.from(secret.value, "base64url").length === SECRET_BYTES;
  return isMade ? secret.value : null;
}
