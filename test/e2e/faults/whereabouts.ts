import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Where something that is not stored was kept last: one line for each inbox that holds it, and whether that inbox thinks it is done with it.
 * What a campaign misses is looked for before its folder goes.
 *
 * @param folders data folders, by whose they are
 */
export function whereaboutsOf(title: string, folders: ReadonlyMap<string, string>): readonly string[] {
  return [...folders].flatMap(([member, folder]) => {
    const path = join(folder, "inbox.db");
    return existsSync(path) ? inInbox(title, path).map((line) => `${title}: in the inbox of ${member}, ${line}`) : [];
  });
}

function inInbox(title: string, path: string): string[] {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    const rows = database
      .prepare(
        `SELECT sequence, name, received, sequence <= (SELECT settled FROM progress) AS settled
           FROM receipts WHERE instr(body, CAST(? AS BLOB)) > 0`,
      )
      .all(title);
    return rows.map(({ sequence, name, received, settled }) => {
      const when = new Date(Number(received) / 1000).toISOString();
      return `place ${sequence}, name ${name ?? "none"}, received ${when}, ${settled ? "settled" : "waiting"}`;
    });
  } finally {
    database.close();
  }
}
