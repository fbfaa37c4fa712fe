import type { DatabaseSync, StatementSync } from "node:sqlite";
import { MOST_IGNORED_TYPES, OTHER_TYPES } from "../ignored-tally.ts";
import { compareText } from "../orders.ts";
import type { Ignored, SourceCounts } from "../store.ts";
import { inTransaction } from "./transaction.ts";

/** What came from each source: counted while appending, so that reading the counts costs nothing. */
export class SourceTables {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepare(database);
  }

  countIgnored(ignored: readonly Ignored[]): void {
    if (ignored.length === 0) return;
    inTransaction(this.#database, () => {
      for (const { delivery, source, receivedAt, types } of ignored) {
        if (Number(this.#sql.isCounted.run(delivery).changes) === 0) continue;
        this.#sql.heard.run(source, BigInt(receivedAt));
        for (const type of types)
          this.#sql.countIgnored.run({ source, type, most: MOST_IGNORED_TYPES, other: OTHER_TYPES });
      }
    });
  }

  list(): SourceCounts[] {
    const ignored = Map.groupBy(this.#sql.ignored.all(), (row) => String(row["source"]));
    const counted = new Map(this.#sql.sources.all().map((row) => [String(row["source"]), row]));
    const names = [...new Set([...counted.keys(), ...ignored.keys()])].sort(compareText);
    return names.map((source) => {
      const row = counted.get(source);
      const types = ignored.get(source) ?? [];
      const last = row?.["last_received"];
      return {
        source,
        deliveries: Number(row?.["deliveries"] ?? 0),
        events: Number(row?.["events"] ?? 0),
        ignored: Object.fromEntries(
          types.map((ignoredRow) => [String(ignoredRow["type"]), Number(ignoredRow["times"])]),
        ),
        lastReceivedAt: last === undefined || last === null ? null : Number(last),
      };
    });
  }
}

function prepare(database: DatabaseSync) {
  return {
    isCounted: database.prepare("INSERT INTO ignored_deliveries (delivery) VALUES (?) ON CONFLICT DO NOTHING"),
    heard: database.prepare(`INSERT INTO sources (source, deliveries, events, last_received) VALUES (?, 0, 0, ?)
      ON CONFLICT (source) DO UPDATE SET last_received = max(last_received, excluded.last_received)`),
    countIgnored: database.prepare(`INSERT INTO ignored (source, type, times)
      SELECT :source, CASE WHEN EXISTS (SELECT 1 FROM ignored WHERE source = :source AND type = :type)
        OR (SELECT count(*) FROM ignored WHERE source = :source) < :most THEN :type ELSE :other END, 1 WHERE true
      ON CONFLICT (source, type) DO UPDATE SET times = times + 1`),
    sources: database.prepare("SELECT source, deliveries, events, last_received FROM sources"),
    ignored: database.prepare("SELECT source, type, times FROM ignored ORDER BY source, type"),
  } satisfies Record<string, StatementSync>;
}
