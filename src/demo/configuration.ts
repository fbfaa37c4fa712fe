import type { Secrets } from "./sign.ts";

/** The sources of the demo: each is a kind of its own name, with the way in which {@link sign} signs for it. */
const AUTH = {
  alertmanager: "bearer",
  cloudevents: "bearer",
  github: "hmac",
  gitlab: "bearer",
  grafana: "bearer",
  pagerduty: "hmac",
  slack: "hmac",
  statuspage: "urlToken",
} as const;

/** A random secret for each source of the demo. */
export function demoSecrets(random: () => string): Secrets {
  return Object.fromEntries(Object.keys(AUTH).map((name) => [name, random()]));
}

/** A configuration, in the form in which a file would hold it, for the shop of the demo. Ports 0: any that is free. */
export function demoConfiguration(secrets: Secrets, dataFolder: string): Record<string, unknown> {
  return {
    sources: Object.entries(AUTH).map(([name, kind]) => ({ name, kind: name, auth: [{ [kind]: secrets[name] }] })),
    services: [
      {
        name: "checkout",
        aliases: ["checkout-api"],
        team: "shop",
        dependsOn: ["payments"],
        repos: ["saltmarsh/checkout"],
        channels: ["C0SHOPOPS"],
      },
      { name: "payments", team: "shop", dependsOn: ["ledger"] },
      { name: "ledger", team: "money", repos: ["saltmarsh/ledger"] },
      { name: "billing", team: "money", channels: ["C0BILLING"] },
      { name: "search", team: "find", repos: ["saltmarsh/search"], channels: ["C0SEARCH1"] },
      { name: "storefront", team: "shop", repos: ["saltmarsh/storefront"] },
      { name: "help-pages", team: "care", repos: ["saltmarsh/help-pages"] },
    ],
    store: { kind: "sqlite", path: dataFolder },
  };
}
