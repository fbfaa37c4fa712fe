import { type Static, Type } from "typebox";
import { canonicalJson } from "../domain/canonical.ts";
import { sha256 } from "../domain/hash.ts";
import { automation } from "./lib/actors.ts";
import { checkOf } from "./lib/check.ts";
import { type Door, defineSource, type Normalized, type SourceEvent } from "./lib/define.ts";
import { linksTo } from "./lib/links.ts";
import { detailsText, Inbound, InboundLinks, linksOf, namesOf, outcomeOf } from "./lib/pagerduty-inbound.ts";
import { severityOf } from "./lib/severity.ts";
import { ignore, maybe, tell } from "./lib/shapes.ts";
import { beyond, firstSaid, oneLine, said } from "./lib/text.ts";
import { toldTime } from "./lib/times.ts";

const Text = maybe(Type.String());

const Alert = Type.Object({
  event_action: Type.String(),
  ...{ dedup_key: Text, client: Text, client_url: Text },
  payload: maybe(Inbound),
  links: InboundLinks,
  images: maybe(Type.Array(Type.Object({ src: Text, href: Text, alt: Text }))),
});
type Alert = Static<typeof Alert>;

const Change = Type.Object({ payload: Inbound, links: InboundLinks });
type Change = Static<typeof Change>;

const MASKED = "routing_key";

/** Names what told no name of its own by all that it says, so that the same bytes are the same event whenever they come. */
const fingerprint = (payload: Readonly<Record<string, unknown>>): string =>
  sha256(canonicalJson({ ...payload, [MASKED]: undefined })).slice(0, 32);

/** The name of an alert's life: the sender's, else one that is made as PagerDuty makes one. */
const dedupKeyOf = (event: Readonly<Record<string, unknown>>): string => {
  const { dedup_key: own } = event;
  return (typeof own === "string" ? said(own) : undefined) ?? fingerprint(event);
};

const refused: Door["refused"] = (detail) => ({
  status: 400,
  body: { status: "invalid event", message: "Event object is invalid", errors: [detail] },
});

const enqueue: Door = {
  path: "/v2/enqueue",
  accepted(body, json) {
    const event = json(body);
    const members = event.ok && typeof event.value === "object" ? event.value : null;
    return { status: "success", message: "Event processed", dedup_key: dedupKeyOf({ ...members }) };
  },
  refused,
};

const enqueueChange: Door = {
  path: "/v2/change/enqueue",
  accepted: () => ({ status: "success", message: "Change event processed" }),
  refused,
};

/**
 * What tools send to PagerDuty: alert events (Events API v2) and change events, at PagerDuty's own addresses below the source's. The
 * routing key is the shared secret.
 *
 * An alert's life is known by its dedup_key, which begins anew after it is resolved: it names the alert, and not one firing of it, so
 * that correlation gives it an episode for each firing. A sender that states no time and repeats a trigger word for word tells one
 * event: whether it fired again or was sent again, nobody can say.
 */
export default defineSource({
  name: "pagerduty-events",
  auth: ["bearer"],
  tokenField: MASKED,
  doors: [enqueue, enqueueChange],
  bodyLimit: 512 * 1024,
  headers: [],
  payload: Type.Record(Type.String(), Type.Unknown()),
  normalize(event) {
    if (event["event_action"] === undefined) {
      const change = checkOf(Change)(event);
      return change.ok ? tell(changeOf(change.value, fingerprint(event))) : rejected(change.rejection);
    }
    const alert = checkOf(Alert)(event);
    return alert.ok ? alertOf(alert.value, event) : rejected(alert.rejection);
  },
});

const rejected = (rejection: { code: string; detail: string }): Normalized => ({ events: [], rejected: [rejection] });

type Step = Pick<SourceEvent, "kind" | "action">;

/** An acknowledgement is a person's or a tool's answer to the page that the alert became; the other two are the alert's own. */
const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["trigger", { kind: "alert", action: "firing" }],
  ["acknowledge", { kind: "page", action: "acknowledged" }],
  ["resolve", { kind: "alert", action: "resolved" }],
]);

function alertOf(alert: Alert, whole: Readonly<Record<string, unknown>>): Normalized {
  const step = STEPS.get(alert.event_action);
  if (!step) return ignore(`event_action ${alert.event_action}`);
  const name = dedupKeyOf(whole);
  const payload = alert.payload ?? {};
  const told = toldTime(payload.timestamp);
  const title = oneLine(firstSaid(payload.summary) ?? `Alert ${name}`);
  return tell({
    key: `v1:${name}:${alert.event_action}:${told === null ? fingerprint(whole) : told.at}`,
    ...step,
    actor: automation({ vendor: "pagerduty-events", name: alert.client }),
    told,
    ...namesOf(payload),
    severity: severityOf(payload.severity),
    title,
    text: beyond(title, detailsText(payload.custom_details)),
    correlation: [{ type: "alert", value: name }],
    links: [
      ...linksTo({ alert: alert.client_url }),
      ...linksOf(alert.links),
      ...(alert.images ?? []).flatMap(({ src, href }) => linksTo({ image: firstSaid(src, href) })),
    ],
    group: name,
  });
}

function changeOf({ payload, links }: Change, name: string): SourceEvent {
  const title = oneLine(firstSaid(payload.summary) ?? "Change");
  return {
    key: `v1:change:${name}`,
    kind: "change",
    action: outcomeOf(payload),
    actor: automation({ vendor: "pagerduty-events", name: payload.source }),
    told: toldTime(payload.timestamp),
    ...namesOf(payload),
    title,
    text: beyond(title, detailsText(payload.custom_details)),
    links: linksOf(links),
  };
}
