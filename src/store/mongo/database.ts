import { setTimeout as pause } from "node:timers/promises";
import { type Db, type DbOptions, MongoClient, type MongoClientOptions, ReadConcern } from "mongodb";
import { reasonOf } from "../../domain/outcome.ts";
import { StoreMisconfigured } from "../unavailable.ts";
import { Documents, type DriverCollection, type Stored } from "./documents.ts";
import { inTime, NoAnswer } from "./in-time.ts";
import { type CollectionName, prepareLayout, raiseLayout } from "./layout.ts";
import { type Patience, retrying } from "./retrying.ts";

export interface MongoPlace {
  /** A connection string; holds a password, so it is never part of a message. */
  readonly url: string;
  readonly database: string;
}

export interface MongoOptions extends MongoPlace, Partial<Patience> {
  /** From then on nothing is tried again, and no answer is waited for longer than two seconds: the process is about to end. */
  readonly stopping?: AbortSignal;
  /** How many bytes of a body a document takes; more lie in parts. */
  readonly bodyBytes?: number;
  /** Puts something between the store and each of its collections. */
  readonly wrap?: (collection: DriverCollection, name: CollectionName) => DriverCollection;
}

/** How long a server may say nothing during an operation. */
const SILENCE_MS = 8_000;
const SELECTION_MS = 2_000;
/** One attempt of an operation, whatever it waits for: longer than any limit of the driver's that tells more. */
const ATTEMPT_MS = 12_000;
const CLOSING_MS = 2_000;
const NEVER = new AbortController().signal;

/**
 * Every write MUST be journaled by a majority before it is acknowledged, and what is read MUST be what a majority has: only that
 * survives the loss of a primary. Said of the database and not of the client, where a connection string would overrule it.
 */
const DURABLE = {
  writeConcern: { w: "majority", journal: true },
  readConcern: new ReadConcern("majority"),
  readPreference: "primary",
} satisfies DbOptions;

/** The driver's own retries need sessions, which not every server has; ours are in retrying.ts. */
const OPTIONS = {
  appName: "annalist",
  retryWrites: false,
  retryReads: false,
  socketTimeoutMS: SILENCE_MS,
  serverSelectionTimeoutMS: SELECTION_MS,
  connectTimeoutMS: SELECTION_MS,
  waitQueueTimeoutMS: SILENCE_MS,
} satisfies MongoClientOptions;

/** A connection that is made when it is first needed, to a database whose layout is checked once. */
export class MongoDatabase {
  readonly patience: Patience;
  readonly bodyBytes: number | undefined;
  readonly #client: MongoClient;
  readonly #database: Db;
  readonly #wrap: MongoOptions["wrap"];
  #ready: Promise<void> | undefined;
  #closed = false;
  #allowsForgetting = false;

  /** @throws StoreMisconfigured for a connection string that cannot be read */
  constructor({ url, database, wrap, bodyBytes, stopping = NEVER, ...patience }: MongoOptions) {
    this.patience = { ...patienceUntil(stopping), ...patience };
    this.bodyBytes = bodyBytes;
    this.#wrap = wrap;
    try {
      this.#client = new MongoClient(url, OPTIONS);
      this.#database = this.#client.db(database, DURABLE);
    } catch (error) {
      throw new StoreMisconfigured(
        `store.url or store.database cannot be used (${withoutSecrets(error, url)}). Write mongodb://user:password@host:27017/?replicaSet=name.`,
      );
    }
  }

  /** Resolves when the layout is as it must be. What could not be done for want of a server is tried again by the next call. */
  ready(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error("The store is closed."));
    this.#ready ??= retrying(this.patience, () => this.#prepare()).catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #prepare(): Promise<void> {
    // A client whose first connection failed does not try again unless it is told to.
    await this.#client.connect();
    await prepareLayout(this.#database);
  }

  /** From then on versions that cannot read a log that forgot something refuse the database. */
  async allowForgetting(): Promise<void> {
    if (this.#allowsForgetting) return;
    await this.ready();
    await retrying(this.patience, () => raiseLayout(this.#database));
    this.#allowsForgetting = true;
  }

  documents(name: CollectionName): Documents {
    const collection: DriverCollection = this.#database.collection<Stored>(name);
    const wrapped = this.#wrap?.(collection, name) ?? collection;
    return new Documents(wrapped, this.patience, () => this.ready());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await inTime(this.#client.close(), CLOSING_MS).catch(ignoreNoAnswer);
  }
}

function patienceUntil(stopping: AbortSignal): Patience {
  const hurry = { signal: stopping, ms: CLOSING_MS };
  return {
    random: Math.random,
    pause: (ms) => pause(ms, undefined, { signal: stopping }).catch(() => undefined),
    clockMs: () => performance.now(),
    limit: (attempt) => inTime(attempt, ATTEMPT_MS, hurry),
    isOver: () => stopping.aborted,
  };
}

/** An operation without an answer may keep a connection from closing; the process ends it. */
function ignoreNoAnswer(error: unknown): void {
  if (!(error instanceof NoAnswer)) throw error;
}

/** The driver's messages quote parts of what it could not read. */
function withoutSecrets(error: unknown, url: string): string {
  const message = reasonOf(error);
  const credentials = /\/\/([^@/]*)@/.exec(url)?.[1] ?? "";
  const secrets = [url, credentials, ...credentials.split(":")].filter((secret) => secret.length > 0);
  return secrets.reduce((text, secret) => text.replaceAll(secret, "***"), message);
}
