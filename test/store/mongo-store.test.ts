import { afterAll, describe } from "vitest";
import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { describeStoreContract } from "./contract.ts";
import { dropDatabases, freshName, MONGO_SERVERS } from "./mongo.ts";

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(name, () => {
    const databases = new Map<string, string>();
    afterAll(() => dropDatabases(url ?? "", [...databases.values()]));

    describeStoreContract(name, (place) => {
      const database = databases.get(place) ?? freshName();
      databases.set(place, database);
      return openMongoStore({ url: url ?? "", database });
    });
  });
}
