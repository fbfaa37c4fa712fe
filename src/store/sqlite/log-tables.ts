import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DecisionRecord } from "../../domain/decision.ts";
import { checkNumbers } from "../check-numbers.ts";
import { compareText } from "../orders.ts";
import type { Numbered, PublicationRecord } from "../store.ts";
import { inTransaction, isDuplicateKey } from "./transaction.ts";

/** The numbered logs of an incident: decisions and publications. The primary key settles who of two editors wins. */
export class LogTables {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepare(database);
  }

  appendDecisions(incident: string, from: number, records: readonly DecisionRecord[]): Numbered<DecisionRecord> {
    checkNumbers(incident, from, records);
    return this.#unlessTaken(records, (record) => {
      this.#sql.insertDecision.run(incident, BigInt(record.number), JSON.stringify(record));
    });
  }

  decisions(incident: string): DecisionRecord[] {
    return this.#sql.decisions.all(incident).map((row) => JSON.parse(String(row["record"])) as DecisionRecord);
  }

  pinned(): string[] {
    return this.#sql.pinned
      .all()
      .map((row) => String(row["incident"]))
      .sort(compareText);
  }

  appendPublication(record: PublicationRecord): Numbered<PublicationRecord> {
    checkNumbers(record.incident, record.number, [record]);
    return this.#unlessTaken(
      [record],
      ({ incident, number, by, at, digest, revision, events, json, markdown, html, request }) => {
        const numbers = [BigInt(number), BigInt(revision)] as const;
        this.#sql.insertPublication.run(
          ...[incident, numbers[0], by, at, digest, numbers[1], JSON.stringify(events), json, markdown, html],
        );
        if (request) this.#sql.insertRequest.run(incident, numbers[0], request.key, request.body);
      },
    );
  }

  publications(incident: string): PublicationRecord[] {
    return this.#sql.publications.all(incident).map(publicationOf);
  }

  lastPublication(incident: string): number {
    return Number(this.#sql.lastPublication.get(incident)?.["number"] ?? 0);
  }

  publication(incident: string, number: number): PublicationRecord | null {
    const row = this.#sql.publication.get(incident, BigInt(number));
    return row ? publicationOf(row) : null;
  }

  #unlessTaken<T>(records: readonly T[], insert: (record: T) => void): Numbered<T> {
    try {
      return inTransaction(this.#database, () => {
        for (const record of records) insert(record);
        return { is: "appended", records: structuredClone(records) };
      });
    } catch (error) {
      if (isDuplicateKey(error)) return { is: "taken" };
      throw error;
    }
  }
}

const PUBLICATIONS = "SELECT * FROM publications LEFT JOIN publication_requests USING (incident, number)";

function prepare(database: DatabaseSync) {
  return {
    insertDecision: database.prepare("INSERT INTO decisions (incident, number, record) VALUES (?, ?, ?)"),
    decisions: database.prepare("SELECT record FROM decisions WHERE incident = ? ORDER BY number"),
    pinned: database.prepare("SELECT incident FROM decisions UNION SELECT incident FROM publications"),
    insertPublication: database.prepare(`INSERT INTO publications
      (incident, number, made_by, at, digest, revision, events, json, markdown, html) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    lastPublication: database.prepare("SELECT max(number) AS number FROM publications WHERE incident = ?"),
    insertRequest: database.prepare(
      "INSERT INTO publication_requests (incident, number, request_key, request_body) VALUES (?, ?, ?, ?)",
    ),
    publication: database.prepare(`${PUBLICATIONS} WHERE incident = ? AND number = ?`),
    publications: database.prepare(`${PUBLICATIONS} WHERE incident = ? ORDER BY number`),
  } satisfies Record<string, StatementSync>;
}

function publicationOf(row: Record<string, unknown>): PublicationRecord {
  return {
    incident: String(row["incident"]),
    number: Number(row["number"]),
    by: String(row["made_by"]),
    at: String(row["at"]),
    digest: String(row["digest"]),
    revision: Number(row["revision"]),
    events: JSON.parse(String(row["events"])) as Record<string, string>,
    json: String(row["json"]),
    markdown: String(row["markdown"]),
    html: String(row["html"]),
    ...(row["request_key"] === null
      ? {}
      : { request: { key: String(row["request_key"]), body: String(row["request_body"]) } }),
  };
}
