import type { Config } from "../config/config.ts";
import type { RunningServer } from "./server.ts";

/** What is to be served, and what is done once it is up. */
export interface Occasion {
  readonly config: Config;
  /** The file that it was read from, for whoever has to change it. */
  readonly configuration?: string;
  readonly afterStart: readonly ((server: RunningServer) => Promise<void>)[];
  /** After the server has stopped, however it ended. */
  readonly cleanUp?: () => void;
}
