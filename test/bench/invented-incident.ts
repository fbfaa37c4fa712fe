import type { Sighting, ToldEvent } from "../../src/domain/event.ts";
import type { Settings } from "../../src/domain/settings.ts";
import { DEFAULT_INCIDENTS, DEFAULT_TARGETS } from "../../src/domain/settings.ts";
import { contentOf } from "../../src/domain/sightings.ts";
import { type Instant, MINUTE, parseInstant, SECOND } from "../../src/domain/time.ts";

const START: Instant = parseInstant("2026-03-01T10:00:00Z")?.at ?? Number.NaN;
const SERVICES = ["checkout", "payments", "search", "catalogue", "mailer"];

/** The settings of the invented shop. */
export const SHOP: Settings = {
  sources: ["am", "pd", "gh", "chat"].map((name) => ({ name, kind: name })),
  services: SERVICES.map((name, index) => ({
    name,
    team: `team-${index}`,
    channels: [`${name}-ops`],
    repos: [`shop/${name}`],
    ...(index > 0 ? { dependsOn: ["checkout"] } : {}),
  })),
  people: [],
  incidents: DEFAULT_INCIDENTS,
  targets: DEFAULT_TARGETS,
};

const TALK = [
  "looking at the dashboards now, nothing obvious so far",
  "restarted checkout-7, no difference",
  "error rate on checkout is at 12 % and climbing",
  "could somebody from payments join please?",
  "rolling back checkout to v41",
  "customers report that they cannot pay",
  "I think it started with the config change at 09:40",
  "checkout is back to normal, latency 80 ms",
];

/** One incident of `count` events within two hours, a mixture as a big outage makes it: alerts, pages, deploys, and mostly chat. */
export function inventIncident(count: number): Sighting[] {
  return Array.from({ length: count }, (_, index) =>
    sight(make(index, START + Math.floor((index * 120 * MINUTE) / count))),
  );
}

function sight(event: ToldEvent): Sighting {
  const receivedAt = (event.told?.at ?? START) + 2 * SECOND;
  return {
    event,
    content: contentOf(event),
    delivery: `d-${event.key}`,
    source: event.key.split("/")[0] ?? "",
    receivedAt,
  };
}

function make(index: number, at: Instant): ToldEvent {
  const service = SERVICES[index % SERVICES.length] ?? "checkout";
  const base = {
    formerKeys: [],
    names: [],
    links: [],
    marks: [],
    severity: null,
    told: { at, precision: "ms" as const, zoneAssumed: false },
  };
  switch (index % 8) {
    case 0:
    case 1: {
      const alert = `f${Math.floor(index / 16) % 400}`;
      const episode = `${alert}:${Math.floor(index / 16)}`;
      const firing = index % 16 < 8;
      return {
        ...base,
        key: `am/am:v1:${episode}:${index % 2}:${firing ? "firing" : "resolved"}`,
        kind: "alert",
        action: firing ? "firing" : "resolved",
        actor: { type: "automation" },
        service,
        names: [`HighErrorRate${index % 40}`, `10.0.${index % 255}.7:9100`, "eu-north"],
        severity: index % 24 === 0 ? "critical" : "medium",
        title: `HighErrorRate${index % 40}: more than 5 % of requests to ${service} fail`,
        text: "Ratio of 5xx over all instances, five minutes",
        correlation: [
          { type: "episode", value: episode },
          { type: "alert", value: alert },
        ],
        links: [{ rel: "runbook", url: `https://runbooks.example/${service}/errors` }],
        group: episode,
      };
    }
    case 2:
      return {
        ...base,
        key: `pd/pd:v1:${index}`,
        kind: "page",
        action: index % 16 === 2 ? "triggered" : "acknowledged",
        actor:
          index % 16 === 2
            ? { type: "automation" }
            : { type: "human", id: `pagerduty:P${index % 9}`, name: `Oona ${index % 9}` },
        service,
        severity: "high",
        title: `HighErrorRate${index % 40}: more than 5 % of requests to ${service} fail`,
        correlation: [{ type: "page", value: `Q${Math.floor(index / 16)}` }],
        links: [{ rel: "page", url: `https://pages.example/incidents/Q${Math.floor(index / 16)}` }],
        group: `Q${Math.floor(index / 16)}`,
      };
    case 3:
      return {
        ...base,
        key: `gh/gh:v1:deployment:${index}`,
        kind: "change",
        action: index % 16 === 3 ? "started" : "succeeded",
        actor: { type: "human", id: `github:u${index % 7}`, name: `dev-${index % 7}` },
        names: [`shop/${service}`],
        environment: "production",
        title: `Deploy of ${service} v${index} to production`,
        correlation: [
          { type: "deployment", value: `shop/${service}/deployments/${Math.floor(index / 16)}` },
          { type: "commit", value: `c${Math.floor(index / 16)}` },
        ],
        group: `shop/${service}/deployments/${Math.floor(index / 16)}`,
      };
    default:
      return {
        ...base,
        key: `chat/chat:v1:T1/C${index % 5}/${index}`,
        kind: "message",
        action: "posted",
        actor: { type: "human", id: `slack:U000000${index % 23}`, name: `person-${index % 23}` },
        title: TALK[index % TALK.length] ?? "",
        text: `${TALK[index % TALK.length]} (${index})`,
        correlation: [
          { type: "message", value: `T1/C${index % 5}/${index}` },
          { type: "channel", value: `${service}-ops` },
        ],
        links: [{ rel: "message", url: `https://chat.example/archives/C${index % 5}/p${index}` }],
      };
  }
}
