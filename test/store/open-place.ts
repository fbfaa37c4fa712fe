import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";

/** Opens the store that a child process was told of: a file's path, or a database as JSON. */
export function openPlace(place: string): Store {
  return place.startsWith("{") ? openMongoStore(JSON.parse(place)) : openSqliteStore({ path: place });
}
