// Spreads the collections that grow over the shards of a cluster; the others stay whole on the database's primary shard.
//
//   mongosh "mongodb://admin@mongos.example:27017/annalist?authSource=admin" deploy/mongodb/shard.js
//
// Best after a first start, which makes the collections, and before there is much in them; to repeat it changes nothing. The address names the
// database of `store.database`. Why these keys, and why the log of events has no better one, is told in src/README.md. It was not run: no sharded
// cluster could be had.

/* global db, sh, print */

// Whole documents, nearly all of the bytes: each is asked for by its `_id`, which is a hash of what it holds.
const byName = { _id: "hashed" };
// Entries of many small logs: a log stays together, and its `_id`s are made of these two, so that they stay unique.
const byPosition = { log: 1, n: 1 };

const keys = { deliveries: byName, parts: byName, decisions: byPosition, publications: byPosition };

sh.enableSharding(db.getName());
for (const [collection, key] of Object.entries(keys)) {
  // Where there is something already, the index of the key has to be there first.
  db.getCollection(collection).createIndex(key);
  sh.shardCollection(`${db.getName()}.${collection}`, key);
  print(`${collection}: sharded by ${JSON.stringify(key)}`);
}
