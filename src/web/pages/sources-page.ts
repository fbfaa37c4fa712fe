import { h, type JSX } from "preact";
import { type Api, readList } from "../api.ts";
import { spell } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { renderPage } from "./layout.ts";
import { utc } from "./words.ts";

/** A source as the API gives it. */
interface SourceLine {
  readonly name: string;
  readonly kind: string | null;
  readonly deliveries: number;
  readonly events: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly quarantined: number;
  readonly lastReceivedAt: string | null;
  readonly usualGap: number | null;
  readonly silent: boolean;
}

interface QuarantineLine {
  readonly delivery: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly code: string;
  readonly detail: string;
}

/** Which sources were heard from, which are silent, and what could not be used. */
export async function sourcesPage(api: Api): Promise<string> {
  const sources = await readList<SourceLine>(api, "/api/v1/sources");
  const quarantine = await readList<QuarantineLine>(api, "/api/v1/quarantine");
  return renderPage({
    title: "Sources",
    at: "sources",
    body: [
      h("h1", null, "Sources"),
      h("ul", { class: "sources-list" }, sources.map(sourceRow)),
      h("h2", null, "Quarantine ", h("span", { class: "count" }, quarantine.length)),
      quarantine.length === 0
        ? h("p", { class: "empty" }, "Every authentic delivery could be used.")
        : h("ul", { class: "quarantine" }, quarantine.map(quarantineRow)),
    ],
  });
}

function stateOf(source: SourceLine): string {
  if (source.lastReceivedAt === null) return "never heard from";
  return source.silent ? "silent: overdue against its own usual gap" : "receiving";
}

function sourceRow(source: SourceLine): JSX.Element {
  const ignored = Object.values(source.ignored).reduce((sum, count) => sum + count, 0);
  const facts = [
    counted(source.deliveries, "delivery", "deliveries"),
    counted(source.events, "event", "events"),
    ignored === 0 ? "" : `${ignored} of no interest`,
    source.quarantined === 0 ? "" : `${source.quarantined} in quarantine`,
    source.usualGap === null ? "" : `usually every ${spell(source.usualGap)}`,
  ].filter((fact) => fact !== "");
  return h(
    "li",
    null,
    h("strong", null, visible(source.name)),
    h("span", { class: "source-kind" }, source.kind ?? "no longer configured"),
    h("span", { class: source.silent ? "state silent" : "state" }, stateOf(source)),
    source.lastReceivedAt === null
      ? null
      : h("time", { dateTime: source.lastReceivedAt }, `last ${utc(source.lastReceivedAt)}`),
    h("span", { class: "source-counts" }, facts.join(" · ")),
  );
}

function quarantineRow(record: QuarantineLine): JSX.Element {
  return h(
    "li",
    null,
    h("a", { href: `/deliveries/${encodeURIComponent(record.delivery)}` }, h("code", null, record.delivery)),
    h("span", null, visible(record.source)),
    h("time", { dateTime: record.receivedAt }, utc(record.receivedAt)),
    h("span", null, h("code", null, record.code), " ", visible(record.detail)),
  );
}
