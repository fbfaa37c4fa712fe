import { h, type JSX } from "preact";
import type { Quarantined, Replayed } from "../../api/evidence.ts";
import { type KafkaPlace, tellKafkaPlace } from "../../domain/kafka-place.ts";
import { spell } from "../../domain/spell.ts";
import type { SourceHealth } from "../../views/source-health.ts";
import { type Answer, html, seeOther } from "../answer.ts";
import { type Api, readJson, sendJson } from "../api.ts";
import { unbroken } from "../view/unbroken.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { renderPage } from "./layout.ts";
import { problemPage } from "./problem.ts";
import { exactly, utc } from "./words.ts";

/** A sender that is not understood fills the quarantine without end, by a thousand rows a delivery. */
const MOST_SHOWN = 200;

/** Which sources were heard from, which are silent, and what could not be used. */
export async function sourcesPage(api: Api): Promise<string> {
  const { items: sources } = await readJson<{ items: readonly SourceHealth[] }>(api, "/api/v1/sources");
  const waiting = await readJson<{ items: readonly Quarantined[]; next: string | null }>(
    api,
    `/api/v1/quarantine?limit=${MOST_SHOWN}`,
  );
  const { items: quarantine, next } = waiting;
  return renderPage({
    title: "Sources",
    at: "sources",
    body: [
      h("h1", null, "Sources"),
      sources.length === 0
        ? h("p", { class: "empty" }, "No source is configured. Add one under sources: in the configuration.")
        : h("ul", { class: "sources-list" }, sources.map(sourceRow)),
      sources.some((source) => stateOf(source) === NEVER) ? h("p", { class: "empty" }, UNHEARD) : null,
      h(
        "h2",
        null,
        "Quarantine ",
        h("span", { class: "count" }, next === null ? quarantine.length : `the oldest ${MOST_SHOWN}`),
      ),
      quarantine.length === 0
        ? h("p", { class: "empty" }, "Every authentic delivery could be used.")
        : h("ul", { class: "quarantine" }, quarantine.map(quarantineRow)),
      next === null
        ? null
        : h(
            "p",
            { class: "empty" },
            "More waits here than is shown. The API lists all of it, and annalist replay reads it again.",
          ),
    ],
  });
}

interface State {
  readonly name: string;
  readonly word: string;
}

const NEVER: State = { name: "never", word: "never heard from" };
const UNHEARD =
  "What is sent with a secret that does not fit, too large or compressed, is refused, and counted here from the start of this process on. What is not counted either does not reach this process: look at the address that the sender has, and at what lies between.";

function stateOf({ deliveries, lastReceivedAt, silent, quarantined, ignored, refused }: SourceHealth): State {
  if (deliveries === 0) {
    if (quarantined > 0) return { name: "failing", word: "nothing usable yet" };
    if (lastReceivedAt !== null || Object.keys(ignored).length > 0)
      return { name: "receiving", word: "heard from; nothing for a timeline yet" };
    return refused ? { name: "failing", word: "refused: nothing taken yet" } : NEVER;
  }
  if (silent) return { name: "silent", word: "silent: overdue against its own usual gap" };
  return quarantined > 0
    ? { name: "failing", word: "receiving; some could not be used" }
    : { name: "receiving", word: "receiving" };
}

function sourceRow(source: SourceHealth): JSX.Element {
  const { name, word } = stateOf(source);
  const ignored = Object.values(source.ignored).reduce((sum, count) => sum + count, 0);
  const facts = [
    counted(source.deliveries, "delivery", "deliveries"),
    counted(source.events, "event", "events"),
    ...(ignored === 0 ? [] : [`${ignored} of no interest`]),
    ...(source.quarantined === 0 ? [] : [`${source.quarantined} in quarantine`]),
    ...(source.usualGap === null ? [] : [`usually every ${gap(source.usualGap)}`]),
  ];
  return h(
    "li",
    null,
    h(
      "span",
      { class: "source-name" },
      h("strong", null, visible(source.name)),
      source.kind === source.name ? null : [" ", h("span", null, source.kind ?? "no longer configured")],
    ),
    h("span", { class: `state ${name}` }, word),
    h(
      "span",
      { class: "last" },
      source.lastReceivedAt === null
        ? ""
        : h("time", { dateTime: source.lastReceivedAt }, `last ${utc(source.lastReceivedAt)}`),
    ),
    h("span", { class: "source-counts" }, facts.join(" · ")),
    source.refused === undefined ? null : refusedLine(source.refused),
  );
}

function refusedLine({ count, lastAt, detail }: NonNullable<SourceHealth["refused"]>): JSX.Element {
  return h(
    "p",
    { class: "refused" },
    `${count} refused since the start, the last at `,
    h("time", { dateTime: lastAt }, utc(lastAt)),
    ": ",
    h("bdi", null, visible(detail)),
  );
}

const gap = (seconds: number): string => (seconds < 1 ? "second or less" : unbroken(spell(seconds)));

function quarantineRow({ delivery, source, receivedAt, code, detail, place }: Quarantined): JSX.Element {
  const address = encodeURIComponent(delivery);
  return h(
    "li",
    null,
    h("strong", null, visible(source)),
    h("time", { dateTime: receivedAt }, exactly({ at: receivedAt, precision: "s" }).replace(/\.\d+/, "")),
    h(
      "p",
      null,
      h("code", null, code),
      " ",
      h("bdi", null, visible(detail)),
      place === undefined ? null : inKafka(place),
    ),
    h("a", { href: `/deliveries/${address}`, "aria-label": `Raw delivery ${delivery}` }, "Raw delivery"),
    h(
      "form",
      { method: "post", action: `/quarantine/${address}/replay` },
      h("button", { type: "submit", "aria-label": `Replay ${delivery}` }, "Replay"),
    ),
  );
}

const inKafka = (place: KafkaPlace) => [" It lies in Kafka: ", h("bdi", null, visible(tellKafkaPlace(place))), "."];

/** Decodes a quarantined delivery again: on to it where it could be used, else what is still wrong with it. @throws ApiProblem */
export async function replay(api: Api, delivery: string): Promise<Answer> {
  const address = encodeURIComponent(delivery);
  const { released, rejections } = await sendJson<Replayed>(api, `/api/v1/quarantine/${address}/replay`, {});
  if (released) return seeOther(`/deliveries/${address}`);
  const why = rejections.map(({ detail }) => visible(detail)).join(" ");
  return html(problemPage("Still in quarantine", why, { href: "/sources", text: "Back to the sources" }));
}
