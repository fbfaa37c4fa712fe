import { resolve } from "node:path";
import type { StoreConfig } from "./config.ts";
import type { Finding } from "./problem.ts";
import type { ConfigFile } from "./schema.ts";
import { type SecretShelf, takeSecret } from "./secrets.ts";

const MONGO_SETTINGS = ["url", "url_file", "database", "ack"] as const;

/** Where the store is. Without a shelf, for drafting without a store, only its folder. */
export function makeStore(written: ConfigFile["store"], shelf: SecretShelf | null, folder: string): StoreConfig {
  const path = resolve(folder, written?.path ?? "data");
  if (written === undefined || shelf === null) return { kind: "sqlite", path };
  if (written.kind === "sqlite") {
    shelf.findings.push(...MONGO_SETTINGS.filter((name) => name in written).map(belongsToMongo));
    return { kind: "sqlite", path };
  }
  const url = takeSecret(shelf, written, "url", ["store"]);
  if (url === undefined && written.url_file === undefined) {
    shelf.findings.push({
      path: ["store"],
      what: "there is no connection string for MongoDB",
      remedy: "Add url_file, or a url that an environment variable holds",
    });
  }
  const isSet = url !== undefined && !url.includes("${");
  if (isSet && !/^mongodb(\+srv)?:\/\/[^/\s]/.test(url)) {
    shelf.findings.push({
      path: ["store", written.url_file === undefined ? "url" : "url_file"],
      what: "this is no connection string of MongoDB",
      remedy: "Write mongodb://user:password@host:27017/?replicaSet=name",
    });
  }
  const ack = written.ack === "store" ? { ack: written.ack } : {};
  return { kind: "mongodb", path, url: url ?? "", database: written.database ?? "annalist", ...ack };
}

function belongsToMongo(name: (typeof MONGO_SETTINGS)[number]): Finding {
  return {
    path: ["store", name],
    what: `"${name}" belongs to a store of the kind "mongodb"`,
    remedy: "Write kind: mongodb, or remove it",
  };
}
