import { resolve } from "node:path";
import type { Finding, Path } from "./problem.ts";

/** Reads a text file; throws as node:fs does. */
export type ReadText = (path: string) => string;

/** Where secrets come from, and where what was found wrong with them is collected. */
export interface SecretShelf {
  /** Folder to which paths are relative. */
  readonly folder: string;
  readonly read: ReadText;
  readonly findings: Finding[];
}

/** The secret under `name`, or in the file under `name_file` (without the line's end). Undefined where there is none, or it cannot be had. */
export function takeSecret(
  shelf: SecretShelf,
  entry: Readonly<Record<string, unknown>>,
  name: string,
  path: Path,
): string | undefined {
  const file = entry[`${name}_file`];
  if (typeof file !== "string") return typeof entry[name] === "string" ? entry[name] : undefined;
  const complain = (what: string, remedy: string) => {
    shelf.findings.push({ path: [...path, `${name}_file`], what, remedy });
    return undefined;
  };
  const absolute = resolve(shelf.folder, file);
  try {
    const secret = shelf.read(absolute).replace(/\r?\n$/, "");
    return secret === "" ? complain(`the file ${absolute} is empty`, "Write the secret into it") : secret;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return complain(`the file ${absolute} cannot be read (${code})`, "Check its path, and who may read it");
  }
}
