import { StoreUnavailable } from "../unavailable.ts";
import { primaryCode } from "./durable-file.ts";

const BUSY = 5;
const FULL = 13;

/**
 * Runs a write of the store's file. What the disk or another program is to blame for is no fault of what was written: a small write may pass
 * where a large one does not, and the large one is asked again.
 *
 * @throws StoreUnavailable where the disk is full, or another program holds the file
 */
export function orUnavailable<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    const code = primaryCode(cause);
    if (code === FULL)
      throw new StoreUnavailable("The disk of the data folder is full: nothing was written. Free some space.", {
        cause,
      });
    if (code === BUSY)
      throw new StoreUnavailable(`Another program holds the store ${path}: nothing was written. End it.`, { cause });
    throw cause;
  }
}
