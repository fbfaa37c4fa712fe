import { h, type JSX } from "preact";
import type { Delivery } from "../../api/evidence.ts";
import { type KafkaPlace, tellKafkaPlace } from "../../domain/kafka-place.ts";
import { type Answer, html } from "../answer.ts";
import { type Api, ApiProblem, readJson } from "../api.ts";
import { visible } from "../view/visible.ts";
import { fact, renderPage } from "./layout.ts";
import { exactly } from "./words.ts";

/** What is told of a delivery whose bytes are not kept any more. */
interface Swept {
  readonly delivery: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly keptUntil: string;
  readonly place?: KafkaPlace;
  readonly events: string[];
}

/** Raw evidence: what came, when, and the events that were made of it; or that it is not kept any more. @throws ApiProblem */
export async function answerDelivery(api: Api, id: string): Promise<Answer> {
  try {
    return html(deliveryPage(await readJson<Delivery>(api, `/api/v1/deliveries/${encodeURIComponent(id)}`)));
  } catch (failure) {
    if (!(failure instanceof ApiProblem) || failure.code !== "delivery_swept") throw failure;
    return html(sweptPage(failure.body as Swept), failure.status);
  }
}

const code = (text: string) => h("code", null, visible(text));
const time = (at: string) => h("time", { dateTime: at }, exactly({ at, precision: "ms" }));

const inKafka = ({ place }: { readonly place?: KafkaPlace | undefined }) =>
  place === undefined ? null : fact("In Kafka", visible(tellKafkaPlace(place)));

function sweptPage(swept: Swept): string {
  return renderPage({
    title: `Delivery ${swept.delivery}`,
    at: null,
    body: h(
      "article",
      { class: "delivery" },
      h("h1", null, `Delivery from ${visible(swept.source)}`),
      h(
        "p",
        null,
        "Its bytes are not kept any more: they are deleted after the time that the configuration says (retention.raw).",
      ),
      h(
        "dl",
        { class: "facts" },
        fact("Delivery", code(swept.delivery)),
        fact("Received", time(swept.receivedAt)),
        fact("Kept until", time(swept.keptUntil)),
        inKafka(swept),
      ),
      events(swept),
    ),
  });
}

function deliveryPage(delivery: Delivery): string {
  return renderPage({
    title: `Delivery ${delivery.id}`,
    at: null,
    body: h(
      "article",
      { class: "delivery" },
      h("h1", null, `Delivery from ${visible(delivery.source)}`),
      h(
        "dl",
        { class: "facts" },
        fact("Delivery", code(delivery.id)),
        fact("Received", time(delivery.receivedAt)),
        inKafka(delivery),
        fact("SHA-256 of the body", code(delivery.sha256)),
        ...Object.entries(delivery.headers).map(([name, value]) => fact(visible(name), code(value))),
      ),
      events(delivery),
      body(delivery),
    ),
  });
}

function events({ events: keys }: Pick<Delivery, "events">): JSX.Element {
  const link = (key: string) =>
    h("li", null, h("a", { href: `/api/v1/events/${encodeURIComponent(key)}` }, h("code", null, visible(key))));
  return h(
    "section",
    null,
    h("h2", null, keys.length === 1 ? "The event made of it" : `Events made of it: ${keys.length}`),
    keys.length === 0
      ? h("p", { class: "empty" }, "None: of no interest to a timeline, or not usable; the sources page says which.")
      : h("ul", { class: "keys" }, keys.map(link)),
  );
}

/** So much of a body is read on a page, if any of it. A sender may send forty times as much, and a page of that stops a browser. */
const MOST_SHOWN = 200_000;
/** Brackets laid out take many times their room. */
const MOST_LAID_OUT = 1_000_000;

function body({ id, body: text, encoding }: Delivery): JSX.Element {
  const as = encoding === "base64" ? "Body, no text: base64" : "Body, as it came";
  if (text.length > MOST_SHOWN) {
    const all = h("a", { href: `/api/v1/deliveries/${encodeURIComponent(id)}` }, "The API has all of it");
    const said = `The first ${MOST_SHOWN} of ${text.length} characters. `;
    return h("section", null, h("h2", null, as), h("p", null, said, all, "."), raw(text.slice(0, MOST_SHOWN), "Body"));
  }
  const laidOut = encoding === "base64" ? null : layOut(text);
  if (laidOut === null || laidOut === text || laidOut.length > MOST_LAID_OUT)
    return h("section", null, h("h2", null, as), raw(text, "Body"));
  return h(
    "section",
    null,
    h("h2", null, "Body"),
    raw(laidOut, "Body, laid out"),
    h("details", { class: "more" }, h("summary", null, "As it came"), raw(text, "Body, as it came")),
  );
}

/** Line by line, so that hidden characters show and line breaks stay. */
function raw(text: string, label: string): JSX.Element {
  const lines = text.split(/\r?\n/).map((line) => visible(line.replaceAll("\t", "    ")));
  return h("pre", { class: "raw", tabindex: 0, role: "region", "aria-label": label }, lines.join("\n"));
}

/** JSON laid out; null for anything else. */
function layOut(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
