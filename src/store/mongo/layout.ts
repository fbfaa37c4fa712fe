import { type Collection, type Db, type IndexDescriptionInfo, MongoServerError } from "mongodb";
import { StoreMisconfigured } from "../unavailable.ts";
import type { Stored } from "./documents.ts";
import { isDuplicateKey } from "./failures.ts";

/** Raise it with every change of the documents that an older version cannot read. */
export const LAYOUT_VERSION = 2;
/** Every database begins with this one, which versions of before read, too. */
export const FIRST_LAYOUT = 1;
const APPLICATION = "annalist";

export const COLLECTIONS = [
  ...(["events", "decisions", "publications", "changes", "ignored"] as const),
  ...(["quarantine", "answers", "parts", "deliveries", "swept", "claims", "meta"] as const),
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

const NAMESPACE_NOT_FOUND = 26;
/** An index of that name, or on those fields, is there already and is another. */
const CONFLICTS = new Set([85, 86]);

type Keys = Readonly<Record<string, 1>>;

const BY_POSITION: Keys = { log: 1, n: 1 };
const BY_TIME: Keys = { at: 1 };

/**
 * What queries need to be fast. Correctness needs none of them: it rests on `_id`, whose index every collection has. So another unique index is
 * a fault: it would refuse what is to be kept.
 */
const INDEXES: Readonly<Partial<Record<CollectionName, Readonly<Record<string, Keys>>>>> = {
  events: { by_position: BY_POSITION, by_key: { keys: 1 }, by_delivery: { deliveries: 1 } },
  decisions: { by_position: BY_POSITION },
  publications: { by_position: BY_POSITION },
  changes: { by_position: BY_POSITION },
  ignored: { by_position: BY_POSITION },
  claims: { by_position: BY_POSITION },
  parts: { by_position: BY_POSITION },
  deliveries: { by_time: BY_TIME },
  swept: { by_time: BY_TIME },
  quarantine: { by_delivery: { delivery: 1 } },
};

/**
 * Makes an empty database a store, and checks one that is there. Any number of processes may do so at once.
 *
 * @throws StoreMisconfigured where it is another program's, a newer version's, or has an index that it must not have
 */
export async function prepareLayout(database: Db): Promise<void> {
  await claimDatabase(database);
  await Promise.all(Object.entries(INDEXES).map(([name, indexes]) => prepareIndexes(database, name, indexes)));
}

async function claimDatabase(database: Db): Promise<void> {
  const meta = database.collection<Stored>("meta");
  const read = () => meta.findOne({ _id: "layout" });
  let layout = await read();
  if (!layout) {
    const collections = await database.listCollections({}, { nameOnly: true }).toArray();
    // Another process may be making it a store just now: that one writes `meta` first.
    layout = await read();
    const others = collections.map(({ name }) => name).filter((name) => name !== "meta" && !name.startsWith("system."));
    if (!layout && others.length > 0) {
      throw new StoreMisconfigured(
        `The database "${database.databaseName}" holds another program's collections (${others.slice(0, 3).join(", ")}). Name an empty one in the configuration (store.database).`,
      );
    }
    if (!layout) await insertIfFree(database, { _id: "layout", application: APPLICATION, version: FIRST_LAYOUT });
  }
  const version = Number(layout?.["version"] ?? FIRST_LAYOUT);
  if (version > LAYOUT_VERSION) {
    throw new StoreMisconfigured(
      `The database "${database.databaseName}" was written by a newer Annalist (layout ${version}; this one knows ${LAYOUT_VERSION}). Run that version.`,
    );
  }
}

/**
 * To be done before the log of events forgets anything for the first time, or begins later than with 1. The only write that changes a document: from
 * one number to the other, however many do it.
 */
export async function raiseLayout(database: Db): Promise<void> {
  await database
    .collection<Stored>("meta")
    .updateOne({ _id: "layout", version: FIRST_LAYOUT }, { $set: { version: LAYOUT_VERSION } });
}

async function insertIfFree(database: Db, document: Stored): Promise<void> {
  try {
    await database.collection<Stored>("meta").insertOne({ ...document });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function prepareIndexes(database: Db, collection: string, wanted: Readonly<Record<string, Keys>>): Promise<void> {
  const documents = database.collection<Stored>(collection);
  const before = new Set((await listIndexes(documents)).map(({ name }) => name));
  for (const [name, key] of Object.entries(wanted)) {
    if (before.has(name)) continue;
    try {
      await documents.createIndex({ ...key }, { name });
    } catch (error) {
      if (!(error instanceof MongoServerError) || !CONFLICTS.has(Number(error.code))) throw error;
    }
  }
  const present = await listIndexes(documents);
  for (const index of present) checkIndex(collection, index, wanted);
  for (const name of Object.keys(wanted)) {
    if (!present.some((index) => index.name === name)) throw missingIndex(collection, name, wanted[name] ?? {});
  }
}

/** None, where the collection is not there yet. */
async function listIndexes(documents: Collection<Stored>): Promise<readonly IndexDescriptionInfo[]> {
  try {
    return await documents.listIndexes().toArray();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

function checkIndex(collection: string, index: IndexDescriptionInfo, wanted: Readonly<Record<string, Keys>>): void {
  if (index.name === "_id_") return;
  const key = wanted[index.name ?? ""];
  const isWrong = key !== undefined && JSON.stringify(index.key) !== JSON.stringify(key);
  const isPartial = "partialFilterExpression" in index || "expireAfterSeconds" in index || index.sparse === true;
  if (index.unique !== true && !isWrong && !(key !== undefined && isPartial)) return;
  throw new StoreMisconfigured(
    `The index "${index.name}" of the collection "${collection}" ${index.unique === true ? "is unique" : "is not the one that is needed"}: ${JSON.stringify(index)}. ` +
      `Remove it, db.${collection}.dropIndex("${index.name}"); what is needed is made at the next start.`,
  );
}

function missingIndex(collection: string, name: string, key: Keys): StoreMisconfigured {
  return new StoreMisconfigured(
    `The collection "${collection}" lacks the index "${name}" on ${JSON.stringify(key)}, and it could not be made: is there one on the same fields under another name? Remove that one.`,
  );
}
