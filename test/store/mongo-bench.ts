import { afterEach } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { MINUTE } from "../../src/domain/time.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import { type MongoStore, openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { killAll } from "./children.ts";
import { freshDatabases, UNHURRIED } from "./mongo.ts";
import { Faults } from "./mongo-faults.ts";
import { NINE } from "./samples.ts";

/** Later than every receipt of `sighting`. */
export const LATE = NINE + 100 * MINUTE;
/** Four of them are more than a document holds here, so that they lie in parts. */
export const LONG = "Basket latency above 2 s, and rising. ".repeat(120);

export const keyOf = ({ event }: Sighting) => event.key;

export async function reclaimAll(store: MongoStore): Promise<void> {
  while (!(await store.reclaim(LATE)));
}

export interface MongoBench {
  readonly freshDatabase: () => string;
  /** A store that goes on at once after whatever goes wrong. */
  readonly open: (database: string, faults?: Faults, random?: () => number) => MongoStore;
  readonly openWith: (database: string, options: Partial<MongoOptions>) => MongoStore;
  /** Those that are closed after the test. */
  readonly opened: MongoStore[];
}

/** For the suite that calls it: databases of its own, and stores of which a document holds 16 KiB at most. */
export function mongoBench(url: string | null): MongoBench {
  const freshDatabase = freshDatabases(url);
  const opened: MongoStore[] = [];
  afterEach(async () => {
    await killAll();
    for (const store of opened.splice(0)) await store.close();
  });
  const openWith = (database: string, options: Partial<MongoOptions>) => {
    const store = openMongoStore({ url: url ?? "", database, bodyBytes: 16_384, ...UNHURRIED, ...options });
    opened.push(store);
    return store;
  };
  const open = (database: string, faults = new Faults(), random: () => number = () => 0) =>
    openWith(database, { wrap: faults.wrap, random, pause: () => Promise.resolve() });
  return { freshDatabase, open, openWith, opened };
}
