import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { engine } from "../engines.ts";

/** The servers that speak MongoDB's protocol, and where they are; null: not here. */
export const MONGO_SERVERS = (["mongodb", "mongodb-java"] as const).map((name) => ({ name, url: engine(name) }));

/** A database of the test's own. */
export function freshName(): string {
  return `annalist-test-${randomUUID()}`;
}

export async function dropDatabases(url: string, names: readonly string[]): Promise<void> {
  const client = new MongoClient(url);
  try {
    for (const name of names) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
