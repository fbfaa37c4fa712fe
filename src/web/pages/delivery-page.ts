import { h, type JSX } from "preact";
import { type Api, readJson } from "../api.ts";
import { renderPage } from "./layout.ts";

/** A delivery as the API gives it. */
export interface DeliveryView {
  readonly id: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sha256: string;
  readonly events: readonly string[];
}

/** Raw evidence: what came, when, and the events that were made of it. */
export async function deliveryPage(api: Api, id: string): Promise<string> {
  const delivery = await readJson<DeliveryView>(api, `/api/v1/deliveries/${encodeURIComponent(id)}`);
  return renderPage({
    title: `Delivery ${delivery.id}`,
    at: null,
    body: h(
      "article",
      { class: "delivery" },
      h("h1", null, `Delivery from ${delivery.source}`),
      h(
        "dl",
        { class: "facts" },
        fact("Delivery", h("code", null, delivery.id)),
        fact("Received", h("time", { dateTime: delivery.receivedAt }, delivery.receivedAt)),
        fact("SHA-256 of the body", h("code", { class: "hash" }, delivery.sha256)),
        ...Object.entries(delivery.headers).map(([name, value]) => fact(name, h("code", null, value))),
      ),
      h(
        "h2",
        null,
        delivery.events.length === 1 ? "The event made of it" : `The ${delivery.events.length} events made of it`,
      ),
      h(
        "ul",
        { class: "keys" },
        delivery.events.map((key) =>
          h("li", null, h("a", { href: `/api/v1/events/${encodeURIComponent(key)}` }, h("code", null, key))),
        ),
      ),
      h("h2", null, "Body"),
      h("pre", { class: "raw", tabindex: 0 }, pretty(delivery.body)),
    ),
  });
}

function fact(name: string, value: JSX.Element): JSX.Element {
  return h("div", null, h("dt", null, name), h("dd", null, value));
}

/** JSON laid out; anything else as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
