import { correlate } from "../../src/domain/correlate/correlate.ts";
import { draftIncident } from "../../src/domain/draft/draft-incident.ts";
import type { Sighting } from "../../src/domain/event.ts";
import { buildCatalogue } from "../../src/domain/services.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import { createLinter } from "../../src/reading/lint.ts";
import { createReader } from "../../src/reading/read.ts";
import { inventIncident, SHOP } from "./invented-incident.ts";

const SIZES = [500, 10_000, 50_000];
const RUNS = 5;

/** How long drafting takes, beside JSON.parse of the same events as NDJSON: medians of interleaved runs. */
export interface DraftTiming {
  readonly events: number;
  readonly megabytes: number;
  readonly parseMs: number;
  readonly draftMs: number;
  readonly ratio: number;
  /** Parts of `draftMs`, of the last run. */
  readonly steps: { readonly record: number; readonly correlate: number; readonly draft: number };
}

/** Measures 500, 10,000 and 50,000 events of one invented incident. */
export function measureDrafting(sizes: readonly number[] = SIZES): DraftTiming[] {
  return sizes.map((events) => {
    const sightings = inventIncident(events);
    const lines = sightings.map((sighting) => JSON.stringify(sighting));
    const runs = Array.from({ length: RUNS + 1 }, () => ({
      parse: parseLines(lines),
      draft: draftAll(sightings),
    })).slice(1);
    const parseMs = median(runs.map(({ parse }) => parse));
    const draftMs = median(runs.map(({ draft }) => draft.total));
    return {
      events,
      megabytes: lines.reduce((sum, line) => sum + line.length + 1, 0) / 1e6,
      parseMs,
      draftMs,
      ratio: draftMs / parseMs,
      steps: runs.at(-1)?.draft ?? { record: 0, correlate: 0, draft: 0 },
    };
  });
}

function parseLines(lines: readonly string[]): number {
  const start = performance.now();
  let parsed = 0;
  for (const line of lines) if (JSON.parse(line) !== null) parsed++;
  if (parsed !== lines.length) throw new Error("a line was null");
  return performance.now() - start;
}

function draftAll(sightings: readonly Sighting[]) {
  const start = performance.now();
  const events = recordEvents(sightings);
  const recorded = performance.now();
  const read = createReader();
  const { incidents } = correlate(events, [], SHOP, read);
  const correlated = performance.now();
  const catalogue = buildCatalogue(SHOP.services);
  const lint = createLinter();
  for (const view of incidents) draftIncident(view, { settings: SHOP, catalogue, read, lint });
  const end = performance.now();
  return { record: recorded - start, correlate: correlated - recorded, draft: end - correlated, total: end - start };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/**
 * Prints a line per size. With a number as argument the ratio of 10,000 events must not be greater, nor 50,000 events take more than six
 * times as long.
 */
export async function run([bar]: readonly string[]): Promise<boolean> {
  const timings = measureDrafting();
  for (const { events, megabytes, parseMs, draftMs, ratio, steps } of timings) {
    const parts = Object.entries(steps).map(([name, ms]) => `${name} ${ms.toFixed(1)}`);
    const times = `${draftMs.toFixed(1)} ms, JSON.parse ${parseMs.toFixed(1)} ms, ratio ${ratio.toFixed(1)}`;
    console.log(`draft ${events} events (${megabytes.toFixed(1)} MB): ${times} (last run: ${parts.join(", ")})`);
  }
  if (bar === undefined) return true;
  const [middle, large] = [
    timings.find(({ events }) => events === 10_000),
    timings.find(({ events }) => events === 50_000),
  ];
  return (
    middle !== undefined && large !== undefined && middle.ratio <= Number(bar) && large.draftMs <= 6 * middle.draftMs
  );
}
