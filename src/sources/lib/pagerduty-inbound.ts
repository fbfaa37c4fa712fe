import { type Static, Type } from "typebox";
import type { Link } from "../../domain/event.ts";
import type { SourceEvent } from "./define.ts";
import { readLabels } from "./label-names.ts";
import { linksTo } from "./links.ts";
import { maybe } from "./shapes.ts";
import { distinct, said } from "./text.ts";

const Text = maybe(Type.String());

/** What PagerDuty's inbound formats say of what happened, and what its REST API says of a change event. */
export const Inbound = Type.Object({
  ...{ summary: Text, source: Text, severity: Text, timestamp: Text, component: Text, group: Text, class: Text },
  custom_details: Type.Optional(Type.Unknown()),
});
export type Inbound = Static<typeof Inbound>;

export const InboundLinks = maybe(Type.Array(Type.Object({ href: Text, text: Text })));

const FAILED = /^(?:fail(?:ed|ure)?|error(?:ed)?|broken)$/i;
const STATE_FIELDS = ["status", "state", "result", "outcome", "build_state", "deploy_state"];

/** A change event has no state of its own: it tells that something was changed, unless its details say that it failed. */
export function outcomeOf({ custom_details }: Inbound): "succeeded" | "failed" {
  const details = textsOf(custom_details);
  return STATE_FIELDS.some((field) => FAILED.test(details[field] ?? "")) ? "failed" : "succeeded";
}

/** What an inbound event says of service and environment, in its own members or in its details. */
export function namesOf(inbound: Inbound): Pick<SourceEvent, "service" | "names" | "environment"> {
  const { component, group, class: sort, source } = inbound;
  const labels = { ...textsOf(inbound.custom_details), component, group, class: sort, instance: source };
  const spoken = Object.entries(labels).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return readLabels(Object.fromEntries(spoken));
}

/** The details that are texts: what may name a service, an environment, a state. */
function textsOf(details: unknown): Record<string, string> {
  if (typeof details !== "object" || details === null || Array.isArray(details)) return {};
  return Object.fromEntries(Object.entries(details).filter(([, value]) => typeof value === "string"));
}

/** The details as people read them, a line each. */
export function detailsText(details: unknown): string | undefined {
  if (typeof details === "string") return said(details);
  if (typeof details !== "object" || details === null) return undefined;
  const lines = Object.entries(details).map(([name, value]) => {
    const spoken = typeof value === "string" ? said(value) : JSON.stringify(value ?? undefined);
    return spoken === undefined ? undefined : `${name}: ${spoken}`;
  });
  return distinct(lines).join("\n") || undefined;
}

export const linksOf = (links: Static<typeof InboundLinks> | undefined): Link[] =>
  (links ?? []).flatMap(({ href }) => linksTo({ more: href }));
