import { describe, expect, it } from "vitest";
import type { OpsEvent } from "../../../src/domain/event.ts";
import { whyNot } from "../../../src/domain/explain/why-not.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { DEFAULT_INCIDENTS } from "../../../src/domain/settings.ts";
import { alert, SETTINGS, viewOf } from "../draft/views.ts";
import { event, minutes } from "../events.ts";

/** An incident of the shop, from 10:10 to 10:40. */
const view = viewOf([alert("ShopDown", 10), alert("ShopDown", 40, "resolved", { start: 10 })], { start: 10, end: 40 });
const services = SETTINGS.services.map((one) => (one.name === "shop" ? { ...one, channels: ["shop-ops"] } : one));
const rules = {
  incidents: DEFAULT_INCIDENTS,
  catalogue: buildCatalogue([...services, { name: "till", dependsOn: ["shop"] }]),
};

const at = (minute: number) => ({ occurredAt: minutes(minute) });
const inChannel = (value: string) => ({ correlation: [{ type: "channel", value }] });
const rulesFor = (facts: Partial<OpsEvent>, shape = view) =>
  whyNot(event({ key: "gh/gh:v1:1", kind: "change", ...at(20), ...facts }), shape, rules).map(({ rule }) => rule);

it.each<[string, Partial<OpsEvent>, string[]]>([
  ["another service", { service: "mailer" }, ["other_service"]],
  ["no service", {}, ["no_service"]],
  ["long before", { service: "shop", ...at(-200) }, ["too_early"]],
  ["long after", { service: "basket", ...at(101) }, ["too_late"]],
  ["both", { service: "mailer", ...at(101) }, ["other_service", "too_late"]],
  ["a change of what depends on it", { service: "till" }, ["change_of_dependent"]],
  ["where a team tries things out", { service: "shop", environment: "staging" }, ["other_environment"]],
  ["talk in no channel of it", { kind: "message", ...inChannel("lunch") }, ["other_channel"]],
  ["talk before it", { kind: "message", ...inChannel("shop-ops"), ...at(0) }, ["talk_before_start"]],
  ["what would fit", { service: "shop" }, ["set_aside"]],
  ["what would fit, shortly after", { service: "shop", ...at(99) }, ["set_aside"]],
  ["what would fit, shortly before", { service: "shop", ...at(-109) }, ["set_aside"]],
  ["an alert of what depends on it", { kind: "alert", service: "till" }, ["set_aside"]],
  ["talk that would fit", { kind: "message", ...inChannel("shop-ops") }, ["set_aside"]],
])("%s", (_, facts, expected) => {
  expect(rulesFor(facts)).toEqual(["no_reference", ...expected]);
});

it("talk far from the alerts of what nobody called an incident", () => {
  const facts = { kind: "message", ...inChannel("shop-ops") } as const;
  expect(rulesFor(facts, { ...view, candidate: true })).toEqual(["no_reference", "idle_talk"]);
});

describe("of an incident of no known service", () => {
  const unknown = { ...view, services: [] };
  const wordsOf = (facts: Partial<OpsEvent>) =>
    whyNot(event({ key: "gh/gh:v1:1", kind: "message", ...at(20), ...facts }), unknown, rules).map(
      ({ words }) => words,
    )[1];

  it("says of talk that no channel could bring it", () => {
    expect(wordsOf(inChannel("lunch"))).toBe(
      "it names no service and was written in lunch; the incident is about no known service, so that the catalogue gives it no channel",
    );
  });

  it("says no more of what is about a service", () => {
    expect(wordsOf({ service: "shop" })).toBe("it is about shop; the incident is about no known service");
  });
});

describe("where the same service runs twice", () => {
  const of = (environment: string) =>
    viewOf([alert("ShopDown", 10, "firing", { environment }), alert("ShopDown", 40, "resolved", { start: 10 })], {
      ...{ start: 10, end: 40 },
    });
  const change = (environment?: string) =>
    event({ key: "gh/gh:v1:1", kind: "change", service: "shop", ...at(20), ...(environment ? { environment } : {}) });
  const words = (...asked: Parameters<typeof whyNot>) =>
    whyNot(...asked)
      .slice(1)
      .map((one) => `${one.rule}: ${one.words}`);

  it("production stays out of staging's incident, and staging out of production's", () => {
    expect(words(change("production"), of("staging"), rules)).toEqual([
      "other_environment: it is of production; the incident is of staging, where a team tries things out",
    ]);
    expect(words(change("staging"), of("production"), rules)).toEqual([
      "other_environment: it is of staging, where a team tries things out; the incident is not",
    ]);
    expect(words(change("staging"), view, rules)).toEqual([
      "other_environment: it is of staging, where a team tries things out; nothing says that the incident is",
    ]);
  });

  it("what says neither is taken for live", () => {
    expect(words(change(), of("staging"), rules, of("production"))).toEqual([
      expect.stringMatching(/^taken_for_live: it says no environment/),
    ]);
    expect(words(change(), of("staging"), rules)).toEqual([expect.stringMatching(/^set_aside/)]);
    expect(words(change(), of("production"), rules, view)).toEqual([expect.stringMatching(/^set_aside/)]);
  });
});

it("says how far away it was, and which setting that is", () => {
  const [, late] = whyNot(event({ key: "gh/gh:v1:1", kind: "change", service: "shop", ...at(130) }), view, rules);
  expect(late?.words).toBe(
    "it came 1 h 30 min after the incident's end; without a reference that is looked at for 1 h (incidents.lookahead)",
  );
});
