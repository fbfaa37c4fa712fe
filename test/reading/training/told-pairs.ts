import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCaptures } from "../../../src/cli/captured.ts";
import type { Shell } from "../../../src/cli/shell.ts";
import type { IncidentView } from "../../../src/domain/correlate/incident-view.ts";
import { judgeHappenings } from "../../../src/domain/draft/draft-incident.ts";
import type { Happening } from "../../../src/domain/draft/happenings/happening.ts";
import { setScene } from "../../../src/domain/draft/scene.ts";
import { addPairSigns } from "../../../src/domain/draft/told-twice/retold/pair-signs.ts";
import { pairsAmong } from "../../../src/domain/draft/told-twice/retold/pairs.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { atOnce } from "../../../src/domain/steps.ts";
import { createLinter } from "../../../src/reading/lint.ts";
import { createReader } from "../../../src/reading/read.ts";
import { Derivation } from "../../../src/views/derive.ts";
import { SignNames } from "../../domain/sign-names.ts";

/** Two visible happenings of an invented incident, as their signs, and what people would write of them. */
export interface ToldPair {
  readonly signs: readonly string[];
  /** People write one line of both; `null` where they write none of one of them, so that nobody knows. */
  readonly isOne: boolean | null;
  /** Both are lines that people want, and not such as may be left out. */
  readonly isWanted: boolean;
}

/** The lines that people wrote of an incident, each with the deliveries that it stands on. */
interface Written {
  readonly entries: readonly { readonly evidence: readonly string[]; readonly optional?: boolean }[];
}

/** The folders of incidents after public reports, told anew with invented people. */
export const INCIDENTS = join(import.meta.dirname, "..", "..", "incidents");

export const toldIncidents = (): string[] =>
  readdirSync(INCIDENTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const SHELL: Pick<Shell, "note"> = { note: () => {} };

/** The pairs of a folder that may be one happening. */
export async function toldPairs(folder: string): Promise<ToldPair[]> {
  const file = (name: string) => join(INCIDENTS, folder, name);
  const { settings, store } = await openCaptures([file("capture.ndjson")], file("config.json"), SHELL as Shell);
  const read = createReader();
  const context = { settings, read, lint: createLinter(), catalogue: buildCatalogue(settings.services) };
  const { incidents } = await new Derivation(store, settings, read).current();
  const { incidents: written }: { incidents: readonly Written[] } = JSON.parse(
    readFileSync(file("truth.json"), "utf8"),
  );
  return incidents.flatMap((view) => {
    const scene = setScene(view, context);
    const truth = writtenOf(view, written);
    const happenings = atOnce(judgeHappenings(scene));
    return pairsAmong(happenings, scene).map((pair): ToldPair => {
      const signs = new SignNames();
      addPairSigns(signs, pair);
      return { signs: signs.names, ...compare(linesOf(pair.earlier.of, truth), linesOf(pair.later.of, truth)) };
    });
  });
}

/** What people wrote of the incident that stands on most deliveries of a view. */
function writtenOf({ attached }: IncidentView, written: readonly Written[]): Written {
  const deliveries = new Set(attached.map(({ event }) => event.delivery));
  const overlap = ({ entries }: Written) =>
    entries.flatMap(({ evidence }) => evidence).filter((delivery) => deliveries.has(delivery)).length;
  return written.toSorted((a, b) => overlap(b) - overlap(a))[0] ?? { entries: [] };
}

type Lines = Written["entries"];

function linesOf({ events }: Happening, { entries }: Written): Lines {
  const deliveries = new Set(events.map(({ event }) => event.delivery));
  return entries.filter(({ evidence }) => evidence.some((delivery) => deliveries.has(delivery)));
}

function compare(one: Lines, other: Lines): Pick<ToldPair, "isOne" | "isWanted"> {
  if (one.length === 0 || other.length === 0) return { isOne: null, isWanted: false };
  const isWanted = [one, other].every((lines) => lines.some(({ optional }) => optional !== true));
  return { isOne: one.some((line) => other.includes(line)), isWanted };
}
