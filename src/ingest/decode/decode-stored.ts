import { readKafkaPlace } from "../../domain/kafka-place.ts";
import type { Rejection } from "../../domain/outcome.ts";
import type { QuarantineRecord } from "../../store/store.ts";
import { WrittenSighting } from "../../store/written-sighting.ts";
import type { Decoded, StoredDelivery } from "../delivery.ts";
import { contentIdentity } from "../inbox/content-identity.ts";
import type { Source } from "../source.ts";
import { decode } from "./decode.ts";

/** Decodes a stored delivery with its source; one whose source left the configuration waits in quarantine. */
export function decodeStored(sources: ReadonlyMap<string, Source>, delivery: StoredDelivery): Decoded {
  const source = sources.get(delivery.source);
  if (source) return decode(source, delivery);
  const detail = `Source "${delivery.source}" is not in the configuration any more: add it again, then replay.`;
  return { sightings: [], rejections: [{ code: "source_not_configured", detail }], ignored: [] };
}

/** The same, with each event as its JSON alone. */
export function asWritten({ sightings, rejections, ignored }: Decoded): Decoded {
  return { sightings: sightings.map((sighting) => new WrittenSighting(sighting)), rejections, ignored };
}

/** The quarantine records of a delivery's rejections. */
export function toQuarantine(delivery: StoredDelivery, rejections: readonly Rejection[]): QuarantineRecord[] {
  if (rejections.length === 0) return [];
  const { id, source, receivedAt } = delivery;
  const content = contentIdentity(delivery).toString("hex");
  const place = readKafkaPlace(delivery.place ?? "");
  const where = place === null ? {} : { place };
  return rejections.map(({ code, detail }) => ({ delivery: id, source, receivedAt, code, detail, content, ...where }));
}
