import { correlate } from "../../src/domain/correlate/correlate.ts";
import type { DecisionRecord } from "../../src/domain/decision.ts";
import { foldDecisions } from "../../src/domain/draft/decided/fold.ts";
import { configDigest } from "../../src/domain/draft/digest.ts";
import { draftIncident } from "../../src/domain/draft/draft-incident.ts";
import type { DraftSet, Missing } from "../../src/domain/draft/schema.ts";
import { buildCatalogue } from "../../src/domain/services.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import { formatInstant, type Instant } from "../../src/domain/time.ts";
import { decode, relevantHeaders } from "../../src/ingest/decode/decode.ts";
import type { Decoded } from "../../src/ingest/delivery.ts";
import { trust } from "../../src/ingest/verify/verify.ts";
import { createLinter } from "../../src/reading/lint.ts";
import { createReader } from "../../src/reading/read.ts";
import type { Line } from "./captures.ts";
import type { Shop } from "./shop.ts";

/** What a line says. */
export function decodeLine({ sources }: Shop, { body, ...line }: Line): Decoded {
  const source = sources.find(({ name }) => name === line.source);
  if (!source) throw new Error(`the shop has no source ${line.source}`);
  const headers = relevantHeaders(source, line.headers);
  return decode(source, { ...trust(source, { ...line, body: Buffer.from(body) }), id: line.id, headers });
}

/** Decisions by the key of their pinned opener. */
export type Logs = ReadonlyMap<string, readonly DecisionRecord[]>;

/**
 * Drafts deliveries in one go: no store, no inbox, nothing remembered between two calls. What everything else must agree with.
 */
export function draftFromScratch(shop: Shop, lines: readonly Line[], logs: Logs = new Map()): DraftSet {
  const { settings } = shop;
  const read = createReader();
  const events = recordEvents(lines.flatMap((line) => decodeLine(shop, line).sightings));
  const { incidents, unattached } = correlate(events, [...logs.keys()], settings, read);
  const unusable = unusableOf(shop, lines);
  const context = { settings, read, lint: createLinter(), catalogue: buildCatalogue(settings.services) };
  const { lookback, lookahead } = settings.incidents;
  const at = (index: number) => {
    const event = unattached.at(index)?.event;
    return event ? formatInstant(event.occurredAt, event.precision) : null;
  };
  return {
    incidents: incidents.map((view) =>
      foldDecisions(draftIncident(view, context), logs.get(view.opener) ?? [], null, {
        missing: unusable
          .filter(({ receivedAt }) => receivedAt >= view.start - lookback && receivedAt <= view.end + lookahead)
          .map(({ missing }) => missing),
        configDigest: configDigest(settings),
      }),
    ),
    unattached: { events: unattached.length, first: at(0), last: at(-1) },
    missing: unusable.map(({ missing }) => missing),
  };
}

interface Unusable {
  readonly missing: Missing;
  readonly receivedAt: Instant;
}

/** One for each code and distinct bytes, told by the delivery with the least (receivedAt, id). */
function unusableOf(shop: Shop, lines: readonly Line[]): Unusable[] {
  const ordered = [...lines].sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
  const first = new Map<string, Unusable>();
  for (const line of ordered) {
    const { id: delivery, source, headers, body, receivedAt } = line;
    const codes = decodeLine(shop, line).rejections.map(({ code }) => code);
    for (const code of codes.sort()) {
      const identity = JSON.stringify([source, code, headers, body]);
      if (!first.has(identity)) first.set(identity, { missing: { delivery, source, code }, receivedAt });
    }
  }
  return [...first.values()];
}
