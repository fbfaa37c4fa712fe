import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those that it is in, for this user alone (mode 0700); leaves what is there alone. Node's recursive `mkdirSync` would do,
 * but never returns where a folder that is there takes no other for a reason that the kernel words as "no such file": `/proc/nope`.
 *
 * @throws the error of the operating system where it cannot be made, or something else stands in its place
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
