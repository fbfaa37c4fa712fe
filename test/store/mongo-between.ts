import type { DriverCollection } from "../../src/store/mongo/documents.ts";
import { Died } from "./mongo-faults.ts";

/** A collection that is not reached any more from some moment on. */
export function cutWhere(isCut: () => boolean, collection: DriverCollection): DriverCollection {
  const find = (query: object, options: object) =>
    isCut() ? { toArray: () => Promise.reject(new Died("killed")) } : collection.find(query, options);
  return { find } as unknown as DriverCollection;
}

/** A collection of entries before each of which something else is done, if its JSON says what is meant. */
export function beforeInserting(
  mark: string,
  work: () => Promise<void>,
  collection: DriverCollection,
): DriverCollection {
  return {
    find: (query: object, options: object) => collection.find(query, options),
    deleteMany: (query: object) => collection.deleteMany(query),
    async insertOne(document: Parameters<DriverCollection["insertOne"]>[0]) {
      if (JSON.stringify(document).includes(mark)) await work();
      return collection.insertOne(document);
    },
  } as unknown as DriverCollection;
}

/** A collection that notes which fields were asked for; null: all. */
export function noting(asked: (readonly string[] | null)[], collection: DriverCollection): DriverCollection {
  return {
    insertOne: (document: never) => collection.insertOne(document),
    deleteMany: (query: object) => collection.deleteMany(query),
    find(query: object, options: { readonly projection?: object }) {
      asked.push(options.projection ? Object.keys(options.projection) : null);
      return collection.find(query, options);
    },
  } as unknown as DriverCollection;
}

/** A collection of entries before the first of which is read something else is done. */
export function beforeLooking(work: () => Promise<void>, collection: DriverCollection): DriverCollection {
  return {
    insertOne: (document: never) => collection.insertOne(document),
    deleteMany: (query: object) => collection.deleteMany(query),
    find: (query: { readonly _id?: unknown }, options: object) => ({
      async toArray() {
        if (query._id === "events:1") await work();
        return collection.find(query as object, options).toArray();
      },
    }),
  } as unknown as DriverCollection;
}
