import {
  DEFAULT_INCIDENTS,
  DEFAULT_TARGETS,
  type IncidentRules,
  type Settings,
  type SourceName,
  type Targets,
} from "../domain/settings.ts";
import type { Span } from "../domain/time.ts";
import { parseDuration } from "./duration.ts";
import type { ConfigFile } from "./schema.ts";

/** What drafting reads of the configuration, with defaults where nothing is written. */
export function makeSettings(sources: readonly SourceName[], file: Omit<ConfigFile, "sources" | "kafka">): Settings {
  return {
    sources: sources.map(({ name, kind }) => ({ name, kind })),
    services: file.services ?? [],
    people: file.people ?? [],
    incidents: makeRules(file.incidents ?? {}),
    targets: makeTargets(file.targets ?? {}),
    ...(file.draft?.tense === "present" ? { tense: "present" as const } : {}),
  };
}

function makeRules(written: NonNullable<ConfigFile["incidents"]>): IncidentRules {
  const rules = DEFAULT_INCIDENTS;
  const openFor = written.openFor ?? {};
  return {
    openAt: written.openAt ?? rules.openAt,
    openFor: {
      alert: span(openFor.alert, rules.openFor.alert),
      report: span(openFor.report, rules.openFor.report),
      page: span(openFor.page, rules.openFor.page),
      declaration: span(openFor.declaration, rules.openFor.declaration),
      status: span(openFor.status, rules.openFor.status),
    },
    join: span(written.join, rules.join),
    lookback: span(written.lookback, rules.lookback),
    lookahead: span(written.lookahead, rules.lookahead),
    cut: span(written.cut, rules.cut),
    channelPattern: written.channelPattern ?? rules.channelPattern,
  };
}

function makeTargets(written: NonNullable<ConfigFile["targets"]>): Targets {
  return {
    detect: span(written.detect, DEFAULT_TARGETS.detect),
    acknowledge: span(written.acknowledge, DEFAULT_TARGETS.acknowledge),
    act: span(written.act, DEFAULT_TARGETS.act),
    statusUpdateEvery: span(written.statusUpdateEvery, DEFAULT_TARGETS.statusUpdateEvery),
  };
}

const span = (text: string | undefined, otherwise: Span): Span =>
  text === undefined ? otherwise : (parseDuration(text) ?? otherwise);
