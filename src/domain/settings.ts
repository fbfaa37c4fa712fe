import { type Static, Type } from "typebox";
import type { Severity } from "./event.ts";
import { HOUR, MINUTE, type Span } from "./time.ts";

/** An entry of the service catalogue. Only the name is required. */
export const Service = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    aliases: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
    team: Type.Optional(Type.String()),
    dependsOn: Type.Optional(Type.Array(Type.String())),
    /** `owner/repository` */
    repos: Type.Optional(Type.Array(Type.String())),
    /** Chat channels, each by name or by id. */
    channels: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);
export type Service = Static<typeof Service>;

export const Person = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    team: Type.Optional(Type.String()),
    /** `<vendor>:<id>`, for example `slack:U0123`. */
    ids: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);
export type Person = Static<typeof Person>;

/** How openers become incidents and events are attached to them (DESIGN §3.1). Spans in microseconds. */
export interface IncidentRules {
  /** An alert of this severity or a worse one opens an incident. */
  readonly openAt: Severity;
  /** How long an opener that nothing closes stays open after the last event of its keys. */
  readonly openFor: {
    readonly alert: Span;
    readonly report: Span;
    readonly page: Span;
    readonly declaration: Span;
    readonly status: Span;
  };
  /** Openers whose open spans lie at most this far apart touch. */
  readonly join: Span;
  readonly lookback: Span;
  readonly lookahead: Span;
  /** Consecutive openers of one incident that are further apart and share no key are two incidents. */
  readonly cut: Span;
  /** A regular expression (case ignored) for the names of incident channels. */
  readonly channelPattern: string;
}

/** What a team wants to reach; findings measure against it. Spans in microseconds. */
export interface Targets {
  readonly detect: Span;
  readonly acknowledge: Span;
  readonly act: Span;
  readonly statusUpdateEvery: Span;
}

/** How lines tell what was done: "mirela deployed web v7", or "mirela deploys web v7". */
export const Tense = Type.Enum(["past", "present"] as const);
export type Tense = Static<typeof Tense>;

/** A source as drafting knows it. */
export interface SourceName {
  readonly name: string;
  readonly kind: string;
}

/** All that drafting reads of the configuration; `configDigest` is the hash of its canonical JSON. */
export interface Settings {
  readonly sources: readonly SourceName[];
  readonly services: readonly Service[];
  readonly people: readonly Person[];
  readonly incidents: IncidentRules;
  readonly targets: Targets;
  /** Left out: the past. So the digest of a configuration that says nothing of it stays what it was. */
  readonly tense?: Tense;
}

export const DEFAULT_INCIDENTS: IncidentRules = {
  openAt: "critical",
  openFor: { alert: 2 * HOUR, report: 2 * HOUR, page: 12 * HOUR, declaration: 12 * HOUR, status: 12 * HOUR },
  join: 30 * MINUTE,
  lookback: 2 * HOUR,
  lookahead: HOUR,
  cut: 24 * HOUR,
  channelPattern: "^#?(inc|incident|sev\\d?|outage)([-_]|$)",
};

export const DEFAULT_TARGETS: Targets = {
  detect: 5 * MINUTE,
  acknowledge: 5 * MINUTE,
  act: 30 * MINUTE,
  statusUpdateEvery: 30 * MINUTE,
};
