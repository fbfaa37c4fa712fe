import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";

/** Opens the store that a child process was told of: a file's path, or a database as JSON. */
export function openPlace(place: string): Store {
  return place.startsWith("{") ? openMongoStore(JSON.parse(place)) : openSqliteStore({ path: place });
}

/** What may be done twice, until the store answers: a server beside other work may let a call time out. */
export async function untilReached<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}
