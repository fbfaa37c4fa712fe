import type { OpsEvent, RecordedEvent } from "../../../src/domain/event.ts";
import type { Reader } from "../../../src/domain/reading.ts";
import { DEFAULT_INCIDENTS, DEFAULT_TARGETS, type Settings } from "../../../src/domain/settings.ts";
import { numberedPost } from "../../../src/reading/incident-post.ts";
import { minutes, reading, recorded } from "../events.ts";

/** An invented shop: `checkout` depends on `ledger`; `search` and `mail` stand alone. */
export const settings: Settings = {
  sources: [],
  services: [
    { name: "checkout", aliases: ["till"], dependsOn: ["ledger"], repos: ["gloop/checkout"], channels: ["till-talk"] },
    { name: "ledger", channels: ["ledger-talk", "back-office"] },
    { name: "search", channels: ["search-talk", "back-office"] },
    { name: "mail", channels: ["C0MAIL"] },
  ],
  people: [],
  incidents: DEFAULT_INCIDENTS,
  targets: DEFAULT_TARGETS,
};

/**
 * Reads by marks of its own, so that tests do not depend on anybody's English: `!declare`, `!report`, `!happening`. Incident tools word their
 * posts in formats of their own.
 */
export const wordReader: Reader = Object.assign(
  ({ text = "", actor }: OpsEvent) => {
    const numbered = actor.type === "automation" ? numberedPost(text) : null;
    if (numbered) return reading({ kind: numbered.tells === "opened" ? "declaration" : "resolution", numbered });
    if (text.includes("!declare")) return reading({ kind: "declaration", declares: true });
    if (text.includes("!report")) return reading({ kind: "human_report", reports: true });
    return text.includes("!happening") ? reading({ kind: "observation" }) : reading();
  },
  { roomWords: new Set(["inc", "comms", "customers"]) },
);

/** What of an event is not as its maker makes it. */
export type Facts = Partial<OpsEvent>;

/** A critical alert that fires; `key` is its event key and names its episode. */
export const alert = (key: string, minute: number, facts: Facts = {}): RecordedEvent =>
  recorded({
    key,
    kind: "alert",
    action: "firing",
    actor: { type: "automation" },
    severity: "critical",
    occurredAt: minutes(minute),
    correlation: [{ type: "episode", value: key }],
    ...facts,
  });

/** The end of the episode that the alert named `of` began. */
export const alertEnd = (of: string, minute: number, facts: Facts = {}): RecordedEvent =>
  alert(`${of}:end`, minute, { action: "resolved", correlation: [{ type: "episode", value: of }], ...facts });

export const page = (key: string, minute: number, facts: Facts = {}): RecordedEvent =>
  recorded({
    key,
    kind: "page",
    action: "triggered",
    title: "too many errors",
    actor: { type: "automation" },
    severity: "high",
    occurredAt: minutes(minute),
    correlation: [{ type: "page", value: key }],
    ...facts,
  });

/** A later step of the page named `of`. */
export const pageStep = (of: string, action: string, minute: number, facts: Facts = {}): RecordedEvent =>
  page(`${of}:${action}:${minute}`, minute, { action, correlation: [{ type: "page", value: of }], ...facts });

export const change = (key: string, minute: number, facts: Facts = {}): RecordedEvent =>
  recorded({ key, kind: "change", action: "succeeded", occurredAt: minutes(minute), ...facts });

/** A person's message in `channel`; its own message key is the event's key. */
export const message = (
  key: string,
  minute: number,
  text: string,
  channel = "random",
  facts: Facts = {},
): RecordedEvent =>
  recorded({
    key,
    kind: "message",
    action: "posted",
    actor: { type: "human" },
    title: text.slice(0, 40),
    text,
    occurredAt: minutes(minute),
    correlation: [
      { type: "message", value: key },
      { type: "channel", value: channel },
    ],
    ...facts,
  });

/** A reply in the thread that the message `root` began. */
export const reply = (key: string, minute: number, root: string, text: string, channel = "random"): RecordedEvent =>
  message(key, minute, text, channel, { refersTo: { type: "message", value: root } });

/** A post of the status page's incident `id`. */
export const status = (id: string, action: string, minute: number, facts: Facts = {}): RecordedEvent =>
  recorded({
    key: `${id}:${action}`,
    kind: "status",
    action,
    occurredAt: minutes(minute),
    correlation: [{ type: "status", value: id }],
    ...facts,
  });

/** What an incident tool says of its incident `id`. */
export const tool = (id: string, action: string, minute: number, facts: Facts = {}): RecordedEvent =>
  recorded({
    key: `${id}:${action}`,
    kind: "incident",
    action,
    actor: { type: "human" },
    occurredAt: minutes(minute),
    correlation: [{ type: "incident", value: id }],
    ...facts,
  });
