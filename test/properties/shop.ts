import { loadConfig } from "../../src/config/load.ts";
import type { Settings } from "../../src/domain/settings.ts";
import type { Source } from "../../src/ingest/source.ts";
import { loadSources } from "../../src/sources/lib/load.ts";

/** A configuration with a source of each kind, two that carry the same alerts, and catalogue names that are not clear. */
const CONFIGURATION = {
  sources: [
    { name: "alertmanager", kind: "alertmanager" },
    { name: "alertmanager-b", kind: "alertmanager", sharesKeysWith: "alertmanager" },
    ...["cloudevents", "github", "gitlab", "grafana", "pagerduty", "slack", "statuspage"].map((kind) => ({
      name: kind,
      kind,
    })),
  ],
  services: [
    {
      ...{ name: "checkout", aliases: ["checkout-api", "shop"], team: "shop", dependsOn: ["payments"] },
      ...{ repos: ["saltmarsh/checkout"], channels: ["C0SHOPOPS"] },
    },
    { name: "payments", aliases: ["shop"], team: "shop", dependsOn: ["ledger"] },
    { name: "ledger", team: "money", repos: ["saltmarsh/ledger"], channels: ["C0MONEY"] },
    { name: "search", team: "find", repos: ["saltmarsh/search"], channels: ["C0SEARCH1", "C0SHOPOPS"] },
    { name: "help-pages", team: "care", repos: ["saltmarsh/help-pages"] },
  ],
  people: [{ name: "Noor", team: "shop", ids: ["slack:U0NOOR"] }],
};

/** The configuration as a file would hold it. */
export const SHOP_FILE = JSON.stringify(CONFIGURATION);

export interface Shop {
  readonly sources: readonly Source[];
  readonly settings: Settings;
}

export async function openShop(): Promise<Shop> {
  const surroundings = { environment: {}, registry: await loadSources(), read: String, purpose: "draft" } as const;
  const loaded = loadConfig(SHOP_FILE, "shop.json", surroundings);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}
