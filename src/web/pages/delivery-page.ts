import { h, type JSX } from "preact";
import type { Delivery } from "../../api/evidence.ts";
import { type Api, readJson } from "../api.ts";
import { visible } from "../view/visible.ts";
import { fact, renderPage } from "./layout.ts";
import { exactly } from "./words.ts";

/** Raw evidence: what came, when, and the events that were made of it. */
export async function deliveryPage(api: Api, id: string): Promise<string> {
  const delivery = await readJson<Delivery>(api, `/api/v1/deliveries/${encodeURIComponent(id)}`);
  const code = (text: string) => h("code", null, visible(text));
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
        fact(
          "Received",
          h("time", { dateTime: delivery.receivedAt }, exactly({ at: delivery.receivedAt, precision: "ms" })),
        ),
        fact("SHA-256 of the body", code(delivery.sha256)),
        ...Object.entries(delivery.headers).map(([name, value]) => fact(visible(name), code(value))),
      ),
      events(delivery),
      body(delivery),
    ),
  });
}

function events({ events: keys }: Delivery): JSX.Element {
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

function body({ body: text, encoding }: Delivery): JSX.Element {
  if (encoding === "base64") return h("section", null, h("h2", null, "Body, no text: base64"), raw(text, "Body"));
  const laidOut = layOut(text);
  if (laidOut === null || laidOut === text)
    return h("section", null, h("h2", null, "Body, as it came"), raw(text, "Body"));
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
