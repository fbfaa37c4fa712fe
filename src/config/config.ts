import type { Retention } from "../domain/retention.ts";
import type { Settings } from "../domain/settings.ts";
import type { Source } from "../ingest/source.ts";

/** Where a listener stands. Port 0: any free one. */
export interface Listener {
  readonly host: string;
  readonly port: number;
}

/** A topic whose records are deliveries of a source, or each of the one that it names itself. */
export interface KafkaTopic {
  readonly topic: string;
  readonly source?: string;
  /** Whoever may write to the topic is believed: no signatures are checked, and `annalist-…` headers count. */
  readonly trusted: boolean;
}

/** How to reach Kafka, and what to read there. */
export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly groupId: string;
  readonly clientId: string;
  readonly topics: readonly KafkaTopic[];
  /** The topic that webhooks are written to, instead of being decoded by this process. */
  readonly forwardTo?: string;
  /** The topic that is told of every change of a draft. */
  readonly changesTo?: string;
  readonly fromBeginning: boolean;
  /** Texts in PEM. */
  readonly ssl: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    readonly username: string;
    readonly password: string;
  };
}

/** `path`: the data folder, absolute. It holds the inbox, and SQLite's store. */
export type StoreConfig =
  | { readonly kind: "sqlite"; readonly path: string }
  | {
      readonly kind: "mongodb";
      readonly path: string;
      readonly url: string;
      readonly database: string;
      /** Deliveries are acknowledged when MongoDB has them, not when this process's disk has. */
      readonly ack?: "store";
    };

/** A configuration that was read and found right. */
export interface Config {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  readonly server: {
    readonly webhooks: Listener & { readonly metrics: boolean };
    readonly pages: Listener;
    /** How long a server that ends goes on with what it has acknowledged; microseconds. */
    readonly drainFor: number;
  };
  readonly store: StoreConfig;
  readonly kafka: KafkaConfig | null;
  readonly retention: Retention;
  readonly log: { readonly level: "debug" | "info" | "warn" | "error" | "silent" };
}
