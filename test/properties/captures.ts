import fc from "fast-check";
import { deployment, gitlabDeployment, mergedPullRequest, workflow } from "../../src/demo/senders/code-hosts.ts";
import {
  type AlertSketch,
  alertmanager,
  grafana,
  type PageSketch,
  pagerduty,
  type StatusUpdate,
  statuspage,
} from "../../src/demo/senders/monitors.ts";
import { cloudEvent, type Posting } from "../../src/demo/senders/posting.ts";
import {
  botMessage,
  channelCreated,
  deletedMessage,
  editedMessage,
  message,
  pin,
  reaction,
} from "../../src/demo/senders/slack.ts";
import { type Instant, MINUTE, parseInstant, SECOND, type Span } from "../../src/domain/time.ts";

/** A line of a capture: a delivery. */
export interface Line {
  readonly id: string;
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivedAt: Instant;
}

/** A request and when it was sent. */
interface Sent {
  readonly at: Instant;
  readonly posting: Posting;
}

const START = parseInstant("2026-03-05T09:00:00Z")?.at ?? 0;
const MOST_LINES = 60;

const instant = fc
  .record({ minutes: fc.nat(240), seconds: fc.nat(59) })
  .map(({ minutes, seconds }) => START + minutes * MINUTE + seconds * SECOND);
const service = fc.constantFrom("checkout", "payments", "ledger", "search", "shop", "greenhouse");
const person = fc.constantFrom("noor", "ifeoma", "bertil", "mirela");
const chatChannel = fc.constantFrom("C0SHOPOPS", "C0SEARCH1", "C0MONEY", "C0INCROOM", "C0LUNCH");

/** Alerts fire, are told of again in other words, resolve, fire once more; two Alertmanagers tell the same, one a little later. */
const alerts = fc
  .record({
    sender: fc.constantFrom("alertmanager", "alertmanager-b", "both", "grafana"),
    name: fc.constantFrom("ErrorsHigh", "SlowQueries", "DiskFull"),
    service,
    severity: fc.constantFrom("critical", "warning", "info"),
    at: instant,
    minutes: fc.option(fc.integer({ min: 1, max: 9 })),
    episodes: fc.integer({ min: 1, max: 3 }),
    instances: fc.integer({ min: 1, max: 3 }),
    noted: fc.boolean(),
  })
  .map(({ episodes, ...one }) => Array.from({ length: episodes }, (_, n) => episode(one, n)).flat());

interface Alarm {
  readonly sender: string;
  readonly name: string;
  readonly service: string;
  readonly severity: string;
  readonly at: Instant;
  readonly minutes: number | null;
  readonly instances: number;
  readonly noted: boolean;
}

function episode({ sender, at, minutes, instances, noted, ...alarm }: Alarm, n: number): Sent[] {
  const starts = at + n * 10 * MINUTE;
  const group = (said: string, ends?: Instant): AlertSketch[] =>
    Array.from({ length: instances }, (_, instance) => ({
      ...alarm,
      // The severity is a label, so that it is part of an alert's identity.
      ...{ summary: said, starts, instance: `${alarm.severity}-${instance}:9100` },
      ...(ends === undefined ? {} : { ends }),
    }));
  const ends = minutes === null ? undefined : starts + minutes * MINUTE;
  return [
    ...send(sender, starts + 5 * SECOND, group(`${alarm.name} of ${alarm.service}`)),
    ...(noted
      ? send(sender, starts + 40 * SECOND, group(`${alarm.name} of ${alarm.service}, seen from two places`))
      : []),
    ...(ends === undefined ? [] : send(sender, ends + 5 * SECOND, group(`${alarm.name} is over`, ends))),
  ];
}

function send(sender: string, at: Instant, group: readonly AlertSketch[]): Sent[] {
  if (sender === "grafana") return group.map((sketch) => ({ at, posting: grafana(sketch) }));
  const posting = alertmanager(...group);
  const sources = sender === "both" ? ["alertmanager", "alertmanager-b"] : [sender];
  return sources.map((source, n) => ({ at: at + 2 * n * SECOND, posting: { ...posting, source } }));
}

const PAGES: readonly Omit<PageSketch, "created">[] = [
  { id: "QPAGE1", title: "ErrorsHigh of checkout", service: "checkout", urgency: "high" },
  { id: "QPAGE2", title: "The index is old", service: "search", urgency: "low" },
  { id: "QPAGE3", title: "DiskFull", service: "ledger", urgency: "high" },
];

const pages = fc
  .record({
    sketch: fc.constantFrom(...PAGES),
    at: instant,
    byHand: fc.option(person),
    steps: fc.subarray(["acknowledged", "escalated", "reassigned", "delegated", "annotated", "resolved"]),
    by: person,
  })
  .map(({ sketch, at, byHand, steps, by }): Sent[] => {
    const page = { ...sketch, created: at };
    const told = (type: string, when: Instant, who?: string): Sent => ({
      at: when,
      posting: pagerduty(page, `incident.${type}`, when, who),
    });
    return [
      told("triggered", at, byHand ?? undefined),
      ...steps.map((type, n) => told(type, at + (n + 1) * 4 * MINUTE, by)),
    ];
  });

const changes = fc
  .record({
    how: fc.constantFrom("github", "gitlab", "workflow", "merge"),
    repo: fc.constantFrom("checkout", "ledger", "search", "help-pages"),
    ref: fc.constantFrom("v1", "v2", "v3"),
    at: instant,
    end: fc.constantFrom("success", "failure", "none"),
    by: person,
  })
  .map(({ how, repo, ref, at, end, by }): Sent[] => {
    const ended = at + 3 * MINUTE;
    if (how === "merge") return [{ at, posting: mergedPullRequest(repo, ref.length, `Change ${ref}`, at, by) }];
    if (how === "workflow") return [{ at, posting: workflow(repo, `Change ${ref}`, end, at, by) }];
    const step = (status: string, when: Instant): Sent =>
      how === "github"
        ? { at: when, posting: deployment(repo, ref, status, when, by) }
        : { at: when, posting: gitlabDeployment(repo, ref, status, when, by) };
    const begun = step(how === "github" ? "in_progress" : "running", at);
    if (end === "none") return [begun];
    return [begun, step(end === "failure" && how === "gitlab" ? "failed" : end, ended)];
  });

const TEXTS = [
  "on it",
  "customers can't pay, the page says 'try again later'",
  "Declaring a SEV2: payments fail for most customers",
  "rolled back to v1",
  "restarted all workers, errors are back after 30 seconds",
  "is that the gateway or us?",
  "the ledger database is out of connections",
  "payments go through again, error rate below 1 %",
  "Incident resolved. thanks all",
  "lunch at noon?",
  "I'll raise the connection limit tomorrow. TODO: a second gateway",
  "see https://saltmarsh.pagerduty.example/incidents/QPAGE1",
  "“größer” 🌱 than one line\n```code```\nsecond line",
];

/** A message and what becomes of it. */
const talk = fc
  .record({
    channel: chatChannel,
    author: person,
    text: fc.constantFrom(...TEXTS),
    at: instant,
    aftermath: fc.subarray(["reply", "edit", "pin", "memo", "tada", "delete", "edit again"]),
  })
  .map(({ channel, author, text, at, aftermath }): Sent[] => {
    const posting = (step: string, when: Instant): Posting => {
      switch (step) {
        case "reply":
          return message(channel, when, "bertil", `and ${text}`, at);
        case "pin":
          return pin(channel, when, "noor", at);
        case "delete":
          return deletedMessage(channel, when, at, author, text);
        case "edit":
        case "edit again":
          return editedMessage(channel, when, at, author, text, `${text} (${step})`);
        default:
          return reaction(channel, when, "mirela", step, at);
      }
    };
    const follow = aftermath.map((step, n) => {
      const when = at + (n + 1) * 20 * SECOND;
      return { at: when, posting: posting(step, when) };
    });
    return [{ at, posting: message(channel, at, author, text) }, ...follow];
  });

const posts = fc
  .record({ channel: chatChannel, at: instant, name: fc.constantFrom("ErrorsHigh", "SlowQueries"), service })
  .map(({ channel, at, name, service: about }): Sent[] => [
    { at, posting: botMessage(channel, at, "alerts", `[FIRING] ${name}: ${name} of ${about}`) },
  ]);

const rooms = fc
  .record({ at: instant, name: fc.constantFrom("inc-checkout-payments", "lunch") })
  .map(({ at, name }): Sent[] => [{ at, posting: channelCreated("C0INCROOM", name, at, "noor") }]);

const STATES = ["investigating", "identified", "monitoring", "resolved"];

/** Each post brings all earlier ones again, one of them edited meanwhile. */
const statusPosts = fc
  .record({
    id: fc.constantFrom("stat01", "stat02"),
    at: instant,
    posts: fc.integer({ min: 1, max: 4 }),
    gap: fc.integer({ min: 1, max: 40 }),
    edited: fc.boolean(),
  })
  .map(({ id, at, posts: count, gap, edited }): Sent[] => {
    const told = STATES.slice(0, count).map(
      (status, n): StatusUpdate => ({ status, body: `We are ${status}.`, at: at + n * gap * MINUTE }),
    );
    return told.map((update, n) => {
      const history = told
        .slice(0, n + 1)
        .map((one, k) => (edited && n > k ? { ...one, body: `${one.body} (mended)` } : one));
      return { at: update.at, posting: statuspage(id, "Payments are failing", "major", history) };
    });
  });

const ownEvents = fc
  .record({
    id: fc.constantFrom("INC-1", "INC-2"),
    at: instant,
    service,
    form: fc.constantFrom("declared", "closed", "without time", "batch", "message"),
  })
  .map(({ id, at, service: about, form }): Sent[] => {
    const over = at + 50 * MINUTE;
    const declared = cloudEvent("annalist.incident.v1", `${id}-declared`, "desk", at, {
      ...{ action: "declared", id, title: `Trouble with ${about}`, severity: "high", services: [about], by: "noor" },
      channels: ["C0INCROOM"],
    });
    const resolved = cloudEvent("annalist.incident.v1", `${id}-resolved`, "desk", over, {
      ...{ action: "resolved", id, title: `Trouble with ${about}` },
    });
    const flag = cloudEvent("annalist.change.v1", `flag-${id}-${about}`, "flags", at, {
      ...{ id: `flag-${id}`, action: "succeeded", title: `Flag for ${about} set`, service: about, by: "bertil" },
    });
    const said = cloudEvent("annalist.message.v1", `said-${id}`, "radio", at, {
      ...{ channel: "C0SHOPOPS", author: "mirela", text: "customers see an error at checkout", id: `m-${id}` },
    });
    switch (form) {
      case "without time":
        return [
          { at, posting: withoutTime(flag) },
          { at: over, posting: withoutTime({ ...flag, body: flag.body.replace(" set", " set for all") }) },
        ];
      case "batch":
        return [{ at, posting: batchOf(flag, said, { ...said, body: '{"specversion":"1.0"}' }) }];
      case "message":
        return [{ at, posting: said }];
      case "closed":
        return [
          { at, posting: declared },
          { at: over, posting: resolved },
        ];
      default:
        return [{ at, posting: declared }];
    }
  });

function withoutTime(posting: Posting): Posting {
  return { ...posting, body: JSON.stringify({ ...JSON.parse(posting.body), time: undefined }) };
}

function batchOf(...parts: readonly Posting[]): Posting {
  const headers = { "content-type": "application/cloudevents-batch+json" };
  return { source: "cloudevents", headers, body: `[${parts.map(({ body }) => body).join(",")}]` };
}

const JUNK: readonly Posting[] = [
  { source: "slack", headers: {}, body: '{"type":"event_callback"' },
  { source: "slack", headers: {}, body: '{"type":"event_callback","team_id":"T0SALT","event":{"type":"team_join"}}' },
  { source: "alertmanager", headers: {}, body: '{"alerts":"none"}' },
  { source: "alertmanager", headers: {}, body: '{"alerts":[{"status":"firing","labels":7}]}' },
  { source: "github", headers: { "x-github-event": "star" }, body: '{"action":"created"}' },
  { source: "github", headers: { "x-github-event": "deployment_status" }, body: '{"action":"created"}' },
  { source: "pagerduty", headers: {}, body: "" },
  { source: "pagerduty", headers: {}, body: '{"event":{"id":"x","event_type":"service.updated"}}' },
  { source: "gitlab", headers: { "x-gitlab-event": "Wiki Page Hook" }, body: '{"object_kind":"wiki_page"}' },
  { source: "statuspage", headers: {}, body: "\u0000\ufffd" },
  { source: "cloudevents", headers: { "content-type": "application/json" }, body: "[]" },
];

const junk = fc
  .record({ at: instant, posting: fc.constantFrom(...JUNK) })
  .map(({ at, posting }): Sent[] => [{ at, posting }]);

const happening = fc.oneof(
  { weight: 5, arbitrary: alerts },
  { weight: 3, arbitrary: pages },
  { weight: 3, arbitrary: changes },
  { weight: 6, arbitrary: talk },
  { weight: 2, arbitrary: posts },
  { weight: 1, arbitrary: rooms },
  { weight: 3, arbitrary: statusPosts },
  { weight: 3, arbitrary: ownEvents },
  { weight: 2, arbitrary: junk },
);

/** Most deliveries come at once, some much later. */
const lag: fc.Arbitrary<Span> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(3).map((seconds) => seconds * SECOND) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 200 }).map((minutes) => minutes * MINUTE) },
);

/** What a few happenings at an invented shop send, over at most five hours and from all kinds of sources: 1 to 60 deliveries. */
export const captures: fc.Arbitrary<readonly Line[]> = fc
  .array(fc.record({ happening, lag }), { minLength: 1, maxLength: 14 })
  .map((happenings) => number(happenings.flatMap(({ happening: sent, lag: later }) => delay(sent, later))));

/** Short alerts of one name at many hosts: as more of them become known, entries that stood apart come to be one. */
export const storms: fc.Arbitrary<readonly Line[]> = fc
  .array(fc.nat(24), { minLength: 2, maxLength: 8 })
  .map((minutes) =>
    number(
      minutes.flatMap((minute, host) => {
        const starts = START + minute * MINUTE;
        const [about, ends] = [{ name: "ErrorsHigh", service: "checkout", severity: "critical" }, starts + MINUTE];
        const sketch = { ...about, summary: `Host ${host} fails`, starts, instance: `host-${host}:9100` };
        return [
          { at: starts, posting: alertmanager(sketch) },
          { at: ends, posting: alertmanager({ ...sketch, ends }) },
        ];
      }),
    ),
  );

const delay = (sent: readonly Sent[], later: Span): Sent[] =>
  sent.map(({ at, posting }) => ({ posting, at: at + later }));

/** Numbers the lines of a capture. A counterexample prints as the text of a capture file. */
function number(sent: readonly Sent[]): readonly Line[] {
  const lines = sent
    .slice(0, MOST_LINES)
    .map(({ posting, at }, n) => ({ id: `d${String(n + 1).padStart(2, "0")}`, ...posting, receivedAt: at }));
  return Object.assign(lines, { [fc.toStringMethod]: () => `\n${captureText(lines)}` });
}

/** How often and in which order the lines of a capture are delivered. It shrinks to "each once, in the order of the capture". */
export interface Rendition {
  readonly keys: readonly number[];
  readonly copies: readonly { readonly of: number; readonly laterS: number; readonly place: number }[];
}

export const renditions: fc.Arbitrary<Rendition> = fc.record({
  keys: fc.array(fc.nat(999), { maxLength: 64 }),
  copies: fc.array(
    fc.record({
      of: fc.nat(999),
      /** 0: the very same line again; else the same bytes under a new id, so many seconds later. */
      laterS: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30_000 })),
      place: fc.nat(999),
    }),
    { maxLength: 20 },
  ),
});

/** The deliveries of a rendition, in their order. Each line of the capture is among them. */
export function render(lines: readonly Line[], { keys, copies }: Rendition): Line[] {
  const placed = lines.map((line, n) => ({ line, key: keys.length === 0 ? 0 : (keys[n % keys.length] ?? 0) }));
  for (const [n, { of, laterS, place }] of copies.entries()) {
    const line = lines[of % Math.max(1, lines.length)];
    if (!line) continue;
    const later = { ...line, id: `a${n}`, receivedAt: line.receivedAt + laterS * SECOND };
    placed.push({ line: laterS === 0 ? line : later, key: place });
  }
  return placed.sort((a, b) => a.key - b.key).map(({ line }) => line);
}

/** A capture file's text. */
export function captureText(lines: readonly Line[]): string {
  return lines
    .map(({ receivedAt, ...line }) => JSON.stringify({ ...line, receivedAt: instantText(receivedAt) }))
    .map((line) => `${line}\n`)
    .join("");
}

const instantText = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at / 1000).toString();
