import type { OpsEvent, Sighting, ToldEvent } from "../../src/domain/event.ts";
import type { Linter } from "../../src/domain/lint.ts";
import type { Reader } from "../../src/domain/reading.ts";
import { DEFAULT_INCIDENTS, DEFAULT_TARGETS, type Settings } from "../../src/domain/settings.ts";
import { contentOf } from "../../src/domain/sightings.ts";
import { type Instant, SECOND } from "../../src/domain/time.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { createViews, type Views, type ViewsOptions } from "../../src/views/views.ts";
import { event, minutes, reading } from "../domain/events.ts";

export const SETTINGS: Settings = {
  sources: [
    { name: "am", kind: "alertmanager" },
    { name: "pd", kind: "pagerduty" },
    { name: "gh", kind: "github" },
    { name: "chat", kind: "slack" },
  ],
  services: [
    { name: "basket", team: "shop", dependsOn: ["basket-db"], channels: ["shop-ops"] },
    { name: "basket-db" },
    { name: "parcels", team: "logistics" },
  ],
  people: [],
  incidents: DEFAULT_INCIDENTS,
  targets: DEFAULT_TARGETS,
};

/** A reader who takes only the words "is down" for a report. */
export const READ: Reader = ({ title }) =>
  title.includes("is down") ? reading({ kind: "human_report", reports: true, reason: "report: says down" }) : reading();

/** A linter who marks only the word "because". */
export const LINT: Linter = (text) =>
  [...text.matchAll(/because/g)].map(({ index, 0: words }) => ({
    ...{ rule: "why", span: [index, index + words.length], words },
    ...{ reason: "It tells why.", hint: "Say what." },
  }));

/** An event as one delivery carried it, five seconds after it happened unless stated. */
export function seen(
  facts: Partial<OpsEvent> & Pick<OpsEvent, "key">,
  receipt: { readonly delivery?: string; readonly receivedAt?: Instant } = {},
): Sighting {
  const { occurredAt, precision, zoneAssumed, timeSuspect, sentAt, ...rest } = event(facts);
  const told: ToldEvent = { ...rest, told: timeSuspect ? null : { at: occurredAt, precision, zoneAssumed } };
  return {
    event: told,
    content: contentOf(told),
    ...(sentAt === undefined ? {} : { sentAt }),
    delivery: receipt.delivery ?? `d-${facts.key}`,
    source: facts.key.split("/")[0] ?? "",
    receivedAt: receipt.receivedAt ?? occurredAt + 5 * SECOND,
  };
}

const automation = { type: "automation" } as const;
const ines = { type: "human", id: "pagerduty:P1", name: "Ines" } as const;

/** An invented evening at a shop: a deploy, an alert, a page, an acknowledgement, a word in chat, the end; and something unrelated. */
export const SHOP: readonly Sighting[] = [
  seen({
    ...{ key: "gh/github:v1:deploy:7", kind: "change", action: "succeeded", service: "basket", actor: automation },
    ...{ title: "Deployed basket 4.2", group: "deploy-7", correlation: [{ type: "deployment", value: "7" }] },
    occurredAt: minutes(-10),
  }),
  seen({
    ...{ key: "am/alertmanager:v1:f1:firing", kind: "alert", action: "firing", service: "basket", actor: automation },
    ...{ title: "Basket error rate above 5 %", severity: "critical", group: "f1" },
    correlation: [{ type: "episode", value: "f1" }],
    occurredAt: minutes(0),
  }),
  seen({
    ...{ key: "pd/pagerduty:v1:P7:triggered", kind: "page", action: "triggered", service: "basket", actor: automation },
    ...{ title: "Basket error rate above 5 %", severity: "high", group: "P7" },
    correlation: [{ type: "page", value: "P7" }],
    occurredAt: minutes(1),
  }),
  seen({
    ...{ key: "pd/pagerduty:v1:P7:acknowledged", kind: "page", action: "acknowledged", service: "basket", actor: ines },
    ...{ title: "Basket error rate above 5 %", severity: "high", group: "P7" },
    correlation: [{ type: "page", value: "P7" }],
    occurredAt: minutes(4),
  }),
  seen({
    ...{ key: "chat/slack:v1:C1:1", kind: "message", action: "posted", actor: { type: "human", name: "Otto" } },
    ...{ title: "basket is down for everybody", correlation: [{ type: "channel", value: "shop-ops" }] },
    occurredAt: minutes(6),
  }),
  seen({
    ...{
      key: "am/alertmanager:v1:f1:resolved",
      kind: "alert",
      action: "resolved",
      service: "basket",
      actor: automation,
    },
    ...{ title: "Basket error rate above 5 %", severity: "critical", group: "f1" },
    correlation: [{ type: "episode", value: "f1" }],
    occurredAt: minutes(30),
  }),
  seen({
    ...{ key: "pd/pagerduty:v1:P7:resolved", kind: "page", action: "resolved", service: "basket", actor: ines },
    ...{ title: "Basket error rate above 5 %", severity: "high", group: "P7" },
    correlation: [{ type: "page", value: "P7" }],
    occurredAt: minutes(32),
  }),
  seen({
    ...{ key: "am/alertmanager:v1:f9:firing", kind: "alert", action: "firing", service: "parcels", actor: automation },
    ...{ title: "Parcels queue long", severity: "critical", group: "f9" },
    correlation: [{ type: "episode", value: "f9" }],
    occurredAt: minutes(600),
  }),
];

/** Views over a store, by a clock that stands still; a failure of the background is the test's. */
export function viewsOf(store: Store, options: Partial<ViewsOptions> = {}): Views {
  return createViews({
    ...{ store, settings: SETTINGS, read: READ, lint: LINT, now: () => minutes(700), styles: "h1 { margin: 0 }" },
    onError: (error) => {
      throw error;
    },
    ...options,
  });
}

/** A store with the shop's evening, and views of it. */
export async function shop(options: Partial<ViewsOptions> = {}): Promise<{ store: Store; views: Views }> {
  const store = openMemoryStore();
  await store.appendSightings(SHOP);
  return { store, views: viewsOf(store, options) };
}
