import { type Static, Type } from "typebox";
import { Severity } from "../domain/event.ts";
import { Person, Service, Tense } from "../domain/settings.ts";
import { Duration } from "./duration.ts";

const strict = { additionalProperties: false } as const;
const optional = Type.Optional;
const Port = Type.Integer({ minimum: 0, maximum: 65_535, description: "a port from 0 (any free one) to 65535" });
const Host = Type.String({ minLength: 1, description: 'an address such as "127.0.0.1" or "0.0.0.0"' });
const File = Type.String({ minLength: 1, description: "a path, relative to this file's folder or absolute" });
/** An instant after which a secret no longer counts. */
export const NotAfter = Type.String({ description: 'an RFC 3339 time with a zone, such as "2026-03-01T00:00:00Z"' });

/** Where a listener stands. */
const Server = Type.Object(
  {
    webhooks: optional(
      Type.Object(
        {
          host: optional(Host),
          port: optional(Port),
          /** Whether `/metrics` answers there. */
          metrics: optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    pages: optional(Type.Object({ host: optional(Host), port: optional(Port) }, strict)),
    /** How long a server that is asked to end goes on decoding (or forwarding) what it has acknowledged. */
    drainFor: optional(Duration),
  },
  strict,
);

const Incidents = Type.Object(
  {
    openAt: optional(Severity),
    openFor: optional(
      Type.Object(
        {
          alert: optional(Duration),
          report: optional(Duration),
          page: optional(Duration),
          declaration: optional(Duration),
          status: optional(Duration),
        },
        strict,
      ),
    ),
    join: optional(Duration),
    lookback: optional(Duration),
    lookahead: optional(Duration),
    cut: optional(Duration),
    channelPattern: optional(Type.String({ minLength: 1, description: "a regular expression for channel names" })),
  },
  strict,
);

const Targets = Type.Object(
  {
    detect: optional(Duration),
    acknowledge: optional(Duration),
    act: optional(Duration),
    statusUpdateEvery: optional(Duration),
  },
  strict,
);

const KafkaTopic = Type.Object(
  {
    topic: Type.String({ minLength: 1 }),
    /** Name of a source: records of this topic are its deliveries. Left out where each record names its own. */
    source: optional(Type.String({ minLength: 1 })),
    /** Whoever may write to the topic is believed: signatures are not checked, and `annalist-…` headers count. */
    trusted: optional(Type.Boolean()),
  },
  strict,
);

const Sasl = Type.Object(
  {
    mechanism: Type.Enum(["plain", "scram-sha-256", "scram-sha-512"] as const),
    username: Type.String({ minLength: 1 }),
    password: optional(Type.String({ minLength: 1 })),
    password_file: optional(File),
  },
  strict,
);

/** Files in PEM, for a broker whose certificate no public authority signed, or that wants one of ours. */
const Tls = Type.Object({ ca_file: optional(File), cert_file: optional(File), key_file: optional(File) }, strict);

const Kafka = Type.Object(
  {
    brokers: Type.Array(
      Type.String({ pattern: "^[^\\s/]+:[0-9]+$", description: 'an address such as "kafka-1:9092"' }),
      {
        minItems: 1,
      },
    ),
    groupId: Type.String({ minLength: 1 }),
    clientId: optional(Type.String({ minLength: 1 })),
    topics: optional(Type.Array(KafkaTopic)),
    /** A topic that webhooks are written to instead of being decoded by this process; who reads it lists it under `topics`. */
    forwardTo: optional(Type.String({ minLength: 1 })),
    /** A topic that is told of every change of a draft. */
    changesTo: optional(Type.String({ minLength: 1 })),
    /** Whether a group that never read a topic starts at its beginning, so that nothing is skipped. */
    fromBeginning: optional(Type.Boolean()),
    ssl: optional(Type.Union([Type.Boolean(), Tls])),
    sasl: optional(Sasl),
  },
  strict,
);

/** `path`: the data folder, which holds the inbox whatever the kind. The rest belongs to MongoDB. */
const Store = Type.Object(
  {
    kind: Type.Enum(["sqlite", "mongodb"] as const),
    path: optional(File),
    url: optional(
      Type.String({
        minLength: 1,
        description: "a connection string: mongodb://host:27017/?replicaSet=name, best from the environment",
      }),
    ),
    url_file: optional(File),
    /** What has to have a delivery before it is acknowledged: this process's inbox, on its disk, or the store. */
    ack: optional(Type.Enum(["inbox", "store"] as const)),
    database: optional(
      Type.String({
        pattern: "^[A-Za-z0-9_-]{1,60}$",
        description: "a name of at most 60 letters, digits, hyphens and underscores",
      }),
    ),
  },
  strict,
);

/** The part of a source's configuration that is the same for every kind; see source-schema.ts for the whole. */
export const SourceBase = Type.Object({
  name: Type.String({
    pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
    description: "a name of letters, digits, dots, hyphens and underscores: it stands in the webhook's address",
  }),
  kind: Type.String({ description: "what it is, such as alertmanager, pagerduty, github, slack or cloudevents" }),
});

/** A configuration file, but for what depends on the kinds of its sources. */
export const ConfigFile = Type.Object(
  {
    sources: Type.Array(SourceBase, { minItems: 1 }),
    services: optional(Type.Array(Service)),
    people: optional(Type.Array(Person)),
    incidents: optional(Incidents),
    targets: optional(Targets),
    draft: optional(Type.Object({ tense: optional(Tense) }, strict)),
    server: optional(Server),
    store: optional(Store),
    kafka: optional(Kafka),
    retention: optional(
      Type.Object({ raw: optional(Duration), events: optional(Duration), keys: optional(Duration) }, strict),
    ),
    log: optional(
      Type.Object({ level: optional(Type.Enum(["debug", "info", "warn", "error", "silent"] as const)) }, strict),
    ),
  },
  strict,
);
export type ConfigFile = Static<typeof ConfigFile>;
