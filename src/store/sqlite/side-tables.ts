import type { DatabaseSync, StatementSync } from "node:sqlite";
import { readKafkaPlace, writeKafkaPlace } from "../../domain/kafka-place.ts";
import { listedQuarantine } from "../listed-quarantine.ts";
import type { Change, Claim, QuarantineRecord, Reason } from "../store.ts";
import { inTransaction } from "./transaction.ts";

/** So many claims of a name are kept: enough to outlast any process that claims by what it read long ago. */
const KEPT_CLAIMS = 1000;

/** Quarantine, answers by idempotency key, the feed of changes, and claims. */
export class SideTables {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepare(database);
  }

  quarantine(records: readonly QuarantineRecord[]): void {
    if (records.length === 0) return;
    inTransaction(this.#database, () => {
      for (const { delivery, code, detail, source, receivedAt, content, place } of records) {
        const where = place ? writeKafkaPlace(place) : null;
        this.#sql.quarantine.run(delivery, code, detail, source, BigInt(receivedAt), content ?? null, where);
      }
    });
  }

  listQuarantine(): QuarantineRecord[] {
    return listedQuarantine(this.#sql.listQuarantine.all().map(quarantinedOf));
  }

  release(delivery: string, except: readonly Reason[]): void {
    const kept = JSON.stringify(except.map(({ code, detail }) => ({ code, detail })));
    this.#sql.release.run(delivery, kept);
  }

  readAnswer(scope: string, key: string): { bodyHash: string; answer: string } | null {
    const row = this.#sql.readAnswer.get(scope, key);
    return row ? { bodyHash: String(row["body_hash"]), answer: String(row["answer"]) } : null;
  }

  keepAnswer(scope: string, key: string, answer: { readonly bodyHash: string; readonly answer: string }): void {
    this.#sql.keepAnswer.run(scope, key, answer.bodyHash, answer.answer);
  }

  claim(name: string, { number, value }: Claim): boolean {
    const isFree = Number(this.#sql.claim.run(name, BigInt(number), value).changes) === 1;
    if (isFree && number % KEPT_CLAIMS === 0) this.#sql.forgetClaims.run(name, BigInt(number - KEPT_CLAIMS));
    return isFree;
  }

  lastClaim(name: string): Claim | null {
    const row = this.#sql.lastClaim.get(name);
    return row ? { number: Number(row["number"]), value: String(row["value"]) } : null;
  }

  appendChange(change: Omit<Change, "cursor">): Change {
    const { type, incident, revision, digest, at } = change;
    const { lastInsertRowid } = this.#sql.appendChange.run(type, incident, BigInt(revision), digest, at);
    return { cursor: Number(lastInsertRowid), type, incident, revision, digest, at };
  }

  listChanges(after: number, limit: number): Change[] {
    return this.#sql.listChanges.all(BigInt(after), BigInt(limit)).map((row) => ({
      cursor: Number(row["cursor"]),
      type: String(row["type"]) as Change["type"],
      incident: String(row["incident"]),
      revision: Number(row["revision"]),
      digest: String(row["digest"]),
      at: String(row["at"]),
    }));
  }
}

function quarantinedOf(row: Readonly<Record<string, unknown>>): QuarantineRecord {
  const place = readKafkaPlace(String(row["place"]));
  return {
    delivery: String(row["delivery"]),
    source: String(row["source"]),
    receivedAt: Number(row["received"]),
    code: String(row["code"]),
    detail: String(row["detail"]),
    ...(row["content"] === null ? {} : { content: String(row["content"]) }),
    ...(place === null ? {} : { place }),
  };
}

function prepare(database: DatabaseSync) {
  return {
    quarantine: database.prepare(`INSERT INTO quarantine (delivery, code, detail, source, received, content, place)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`),
    listQuarantine: database.prepare("SELECT * FROM quarantine"),
    release: database.prepare(`DELETE FROM quarantine WHERE delivery = ? AND (code, detail) NOT IN
      (SELECT value ->> 'code', value ->> 'detail' FROM json_each(?))`),
    readAnswer: database.prepare("SELECT body_hash, answer FROM answers WHERE scope = ? AND key = ?"),
    keepAnswer: database.prepare(
      "INSERT INTO answers (scope, key, body_hash, answer) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    claim: database.prepare("INSERT INTO claims (name, number, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
    forgetClaims: database.prepare("DELETE FROM claims WHERE name = ? AND number < ?"),
    lastClaim: database.prepare("SELECT number, value FROM claims WHERE name = ? ORDER BY number DESC LIMIT 1"),
    appendChange: database.prepare("INSERT INTO changes (type, incident, revision, digest, at) VALUES (?, ?, ?, ?, ?)"),
    listChanges: database.prepare("SELECT * FROM changes WHERE cursor > ? ORDER BY cursor LIMIT ?"),
  } satisfies Record<string, StatementSync>;
}
