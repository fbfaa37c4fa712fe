import { createReadStream } from "node:fs";
import type { Sighting } from "../domain/event.ts";
import { decode, relevantHeaders } from "../ingest/decode/decode.ts";
import { toQuarantine } from "../ingest/decode/decode-stored.ts";
import type { Source } from "../ingest/source.ts";
import { trust } from "../ingest/verify/verify.ts";
import { type CapturedArrival, type CaptureLine, readCapture } from "../receivers/capture.ts";
import type { QuarantineRecord } from "../store/store.ts";
import { visible } from "../web/view/visible.ts";
import { reasonOf } from "./configuration.ts";
import { CommandError, type Shell } from "./shell.ts";

/** What captures said, decoded without a store. */
export interface ReadCaptures {
  readonly sightings: readonly Sighting[];
  /** What could not be used: lines that are no delivery, and parts of deliveries that their sources did not understand. */
  readonly quarantine: readonly QuarantineRecord[];
  readonly deliveries: number;
  /** The names of the deliveries that could be read, whatever they held. */
  readonly names: ReadonlySet<string>;
}

/** A capture's line with the file that it stands in. */
export interface PlacedLine {
  readonly file: string;
  readonly line: CaptureLine;
}

/**
 * Reads capture files one after the other; `-` is stdin.
 *
 * @throws CommandError where a file cannot be read
 */
export async function* readFiles(files: readonly string[], shell: Shell): AsyncGenerator<PlacedLine> {
  for (const name of files) {
    const file = name === "-" ? "<stdin>" : name;
    const chunks: AsyncIterable<Uint8Array> =
      name === "-" ? shell.stdin : createReadStream(name, { highWaterMark: 1024 * 1024 });
    try {
      for await (const line of readCapture(chunks)) yield { file, line };
    } catch (error) {
      if (error instanceof CommandError) throw error;
      throw new CommandError(`The capture ${file} cannot be read: ${reasonOf(error)}.`);
    }
  }
}

/** Warns of what a line holds. What stands in it is a sender's, and makes no line of its own. */
export function warn({ file, line }: PlacedLine, why: string, shell: Shell): void {
  shell.note(`warning: ${file}:${line.line}: ${visible(why)}`);
}

/** Reads and decodes captures. Whatever cannot be used is noted as a warning `file:line: why`. */
export async function decodeCaptures(
  files: readonly string[],
  sources: ReadonlyMap<string, Source>,
  shell: Shell,
): Promise<ReadCaptures> {
  const sightings: Sighting[] = [];
  const quarantine: QuarantineRecord[] = [];
  const names = new Set<string>();
  let deliveries = 0;
  for await (const placed of readFiles(files, shell)) {
    const { line } = placed;
    if (line.is === "unusable") {
      warn(placed, line.what, shell);
      quarantine.push({ ...line.missing, receivedAt: line.receivedAt ?? 0, detail: line.what });
      continue;
    }
    deliveries += 1;
    names.add(line.arrival.id);
    const said = decodeArrival(line.arrival, sources);
    for (const sighting of said.sightings) sightings.push(sighting);
    for (const record of said.quarantine) {
      warn(placed, `${record.source} delivery ${record.delivery}: ${record.detail}`, shell);
      quarantine.push(record);
    }
  }
  return { sightings, quarantine, deliveries, names };
}

/** What is wrong with a line whose `source` names none. */
export const noSuchSource = (name: string, known: Iterable<string>): string =>
  `there is no source "${name}"; known: ${[...known].join(", ")}`;

/** What to do about such lines, told once. @param file the configuration; undefined where there is none */
export function sourceRemedy(file: string | undefined): string {
  const remedy = 'The "source" of a line has to be the name of a source';
  return file === undefined
    ? `${remedy}: without --config that is its kind. Name your configuration with --config, or write the kind.`
    : `${remedy} of ${file}: write such a name there, or add the source to the configuration.`;
}

function decodeArrival(
  arrival: CapturedArrival,
  sources: ReadonlyMap<string, Source>,
): Pick<ReadCaptures, "sightings" | "quarantine"> {
  const source = sources.get(arrival.source);
  if (!source) {
    const detail = noSuchSource(arrival.source, sources.keys());
    return {
      sightings: [],
      quarantine: toQuarantine({ ...arrival, headers: {} }, [{ code: "unknown_source", detail }]),
    };
  }
  const { id } = arrival;
  const delivery = { ...trust(source, arrival), id, headers: relevantHeaders(source, arrival.headers) };
  const { sightings, rejections } = decode(source, delivery);
  return { sightings, quarantine: toQuarantine(delivery, rejections) };
}
