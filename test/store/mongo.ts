import { randomUUID } from "node:crypto";
import { Binary, MongoClient } from "mongodb";
import { afterAll } from "vitest";
import { engine } from "../engines.ts";

/** The servers that speak MongoDB's protocol, and where they are; null: not here. */
export const MONGO_SERVERS = (["mongodb", "mongodb-java"] as const).map((name) => ({ name, url: engine(name) }));

/** A crowded server takes its time. */
const CLEARING_MS = 120_000;
/** It is asked as often as may be, however long that takes: that a store gives up in time is for others to test. */
export const UNHURRIED = { clockMs: () => 0 };

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

/** Gives databases of the suite that calls it, which are dropped when it is over. */
export function freshDatabases(url: string | null): () => string {
  const names: string[] = [];
  afterAll(() => (url === null ? undefined : dropDatabases(url, names)), CLEARING_MS);
  return () => {
    const name = freshName();
    names.push(name);
    return name;
  };
}

/** The documents of a store's log of events and of its parts, as JSON; what is binary as text. */
export async function textsIn(url: string, database: string): Promise<string[]> {
  const client = new MongoClient(url);
  try {
    const [events, parts] = [client.db(database).collection("events"), client.db(database).collection("parts")];
    const pieces = (await parts.find().toArray()).map(({ bytes }) =>
      bytes instanceof Binary ? bytes.toString("utf8") : "",
    );
    return [...(await events.find().toArray()).map((entry) => JSON.stringify(entry)), ...pieces];
  } finally {
    await client.close();
  }
}

/** The positions of a log's entries, ascending. */
export async function positionsIn(url: string, database: string, collection = "events"): Promise<readonly number[]> {
  const client = new MongoClient(url);
  try {
    const found = client
      .db(database)
      .collection(collection)
      .find({ n: { $gt: 0 } });
    return (await found.toArray()).map((entry) => Number(entry["n"])).sort((a, b) => a - b);
  } finally {
    await client.close();
  }
}
