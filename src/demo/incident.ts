import { type Instant, MINUTE, SECOND } from "../domain/time.ts";
import { deployment, gitlabDeployment, mergedPullRequest, workflow } from "./senders/code-hosts.ts";
import {
  type AlertSketch,
  alertmanager,
  grafana,
  type PageSketch,
  pagerduty,
  type StatusUpdate,
  statuspage,
} from "./senders/monitors.ts";
import { cloudEvent, type Posting } from "./senders/posting.ts";
import { botMessage, channelCreated, deletedMessage, editedMessage, message, pin, reaction } from "./senders/slack.ts";

const OPS = "C0SHOPOPS";
const SEARCH = "C0SEARCH1";
const ROOM = "C0INCPAY1";

/** How long the story is, from its first delivery to its last. */
export const STORY_LENGTH = 140 * MINUTE;

/** Where in it the impact starts. */
const IMPACT = 52 * MINUTE;

/**
 * An invented evening at an invented seed shop, Saltmarsh Seeds: a release retries card payments too eagerly and drowns the ledger's database.
 * In the order of sending, not of happening: retries, late events and a duplicated page are part of it. `start` is the story's first minute.
 */
export function demoIncident(start: Instant): readonly Posting[] {
  const t = (minutes: number, seconds = 0): Instant => start + IMPACT + Math.round(minutes * MINUTE) + seconds * SECOND;
  return [...before(t), ...detection(t), ...search(t), ...recovery(t), ...afterwards(t)];
}

type Clock = (minutes: number, seconds?: number) => Instant;

/** An ordinary hour: two deploys, a flag, a nervous indexer. */
function before(t: Clock): Posting[] {
  const indexer: AlertSketch = {
    name: "IndexerLag",
    service: "search",
    severity: "warning",
    summary: "Search index is 10 minutes behind",
    starts: t(-39, 4),
  };
  return [
    workflow("help-pages", "Reword the returns page", "success", t(-50, 12), "ottoline"),
    deployment("help-pages", "r77", "success", t(-47, 30), "ottoline"),
    cloudEvent("annalist.change.v1", "flag-giftwrap-on", "flags", t(-44, 5), {
      id: "giftwrap-91",
      action: "succeeded",
      title: "Flag gift-wrap set to 100 %",
      service: "storefront",
      environment: "production",
      by: "bertil",
    }),
    alertmanager(indexer),
    message(SEARCH, t(-37, 20), "ruza", "indexer is catching up after the catalogue import, nothing to see"),
    mergedPullRequest("checkout", 482, "Retry card authorisation when the gateway is slow", t(-31, 18), "ifeoma"),
    workflow("checkout", "Retry card authorisation when the gateway is slow", "success", t(-26, 40), "ifeoma"),
    alertmanager({ ...indexer, ends: t(-24, 10) }),
    deployment("checkout", "v318", "in_progress", t(-14, 2), "ifeoma"),
    deployment("checkout", "v318", "success", t(-9, 45), "ifeoma"),
    message(OPS, t(-9, 20), "ifeoma", "v318 of checkout is out"),
    message(OPS, t(-8, 50), "bertil", "nice, thanks!"),
  ];
}

const errors = (t: Clock): AlertSketch => ({
  name: "CheckoutErrorRateHigh",
  service: "checkout",
  severity: "critical",
  summary: "More than 5 % of checkout requests fail",
  starts: t(2, 8),
});
const timeouts = (t: Clock): AlertSketch => ({
  name: "PaymentTimeouts",
  service: "payments",
  severity: "high",
  summary: "Card authorisation takes longer than 4 s at p99",
  starts: t(1, 40),
});
const pods = (t: Clock): AlertSketch[] =>
  [0, 1, 2, 3, 4, 5].map((n) => ({
    name: "WorkerRestarting",
    service: "payments",
    severity: "warning",
    summary: `Payment worker ${n} restarts`,
    starts: t(3, 30 + 4 * n),
    instance: `payment-worker-${n}:9102`,
  }));
const page = (t: Clock): PageSketch => ({
  id: "QSALT0431",
  title: "CheckoutErrorRateHigh: more than 5 % of checkout requests fail",
  service: "checkout",
  urgency: "high",
  created: t(2, 44),
});

/** Machines see it first; people follow. PagerDuty sends its webhook twice. */
function detection(t: Clock): Posting[] {
  return [
    alertmanager(errors(t)),
    botMessage(OPS, t(2, 41), "alerts", "[FIRING] CheckoutErrorRateHigh: More than 5 % of checkout requests fail"),
    pagerduty(page(t), "incident.triggered", t(2, 44)),
    alertmanager(...pods(t).slice(0, 2)),
    pagerduty(page(t), "incident.acknowledged", t(4, 31), "noor"),
    message(OPS, t(4, 50), "noor", "on it"),
    pagerduty(page(t), "incident.triggered", t(2, 44)),
    alertmanager(...pods(t)),
    message(
      OPS,
      t(6, 12),
      "mirela",
      "support here: customers can't pay, the checkout page says 'try again later'. eleven tickets in five minutes",
    ),
    message(OPS, t(6, 58), "bertil", "is that the gateway or us?"),
    channelCreated(ROOM, "inc-checkout-payments", t(8, 5), "noor"),
    message(
      OPS,
      t(8, 33),
      "noor",
      "Declaring a SEV2: payments fail for most customers. I'm incident commander, please come to #inc-checkout-payments",
    ),
    message(ROOM, t(9, 2), "ifeoma", "here"),
    message(ROOM, t(9, 10), "bertil", "here too. coffee is on"),
    message(ROOM, t(9, 55), "ifeoma", "errors begin at the same minute on all hosts, so it is not one bad machine"),
    alertmanager(errors(t)),
    statuspage("pay20431", "Payments are failing", "major", status(t).slice(0, 1)),
  ];
}

const status = (t: Clock): StatusUpdate[] => [
  { status: "investigating", body: "Some customers cannot pay at the moment. We are looking into it.", at: t(12, 20) },
  { status: "identified", body: "We know what is wrong and are putting the previous release back.", at: t(27, 5) },
  { status: "monitoring", body: "Payments go through again. We keep watching.", at: t(36, 40) },
  { status: "resolved", body: "All payments work. Orders that failed were not charged.", at: t(58, 10) },
];

const FINDING =
  "each slow payment is now tried three times, so the ledger database is out of connections: 400 of 400 in use";

/** A billing job that fails meanwhile. */
const invoiceExport = (t: Clock): AlertSketch => ({
  name: "InvoiceExportFailed",
  service: "billing",
  severity: "warning",
  summary: "Nightly invoice export failed",
  starts: t(15, 30),
});

/** People look, try a restart that does not help, and find it. A billing job fails meanwhile and has nothing to do with it. */
function search(t: Clock): Posting[] {
  return [
    message(ROOM, t(13, 30), "ifeoma", "gateway status page is all green"),
    message(ROOM, t(14, 20), "bertil", "restarted all payment workers, errors are back after 30 seconds"),
    pin(ROOM, t(14, 52), "noor", t(14, 20)),
    alertmanager(invoiceExport(t)),
    message("C0BILLING", t(16, 10), "teunis", "export failed because a certificate is expired, I'm renewing it"),
    alertmanager(...pods(t)),
    message(ROOM, t(17, 15), "mirela", "28 tickets now. can I tell them anything?"),
    message(ROOM, t(17, 40), "noor", "say we are on it, status page is up"),
    message(ROOM, t(19, 5), "ifeoma", "hm, could be the new retry. checking"),
    message(ROOM, t(21, 48), "ifeoma", FINDING),
    pin(ROOM, t(22, 10), "noor", t(21, 48)),
    editedMessage(ROOM, t(22, 31), t(21, 48), "ifeoma", FINDING, `${FINDING}, for 20 minutes now`),
    message(ROOM, t(23, 2), "bertil", "can we raise the limit on the ledger?"),
    message(ROOM, t(23, 25), "teunis", "not without a restart of it, I'd rather not do that now"),
    message(ROOM, t(24, 10), "noor", "decision: we go back to v317"),
    reaction(ROOM, t(24, 18), "bertil", "memo", t(24, 10)),
    reaction(ROOM, t(24, 25), "mirela", "tada", t(24, 10)),
    alertmanager({ ...invoiceExport(t), ends: t(25, 5) }),
  ];
}

/** Back to the old release. One of Grafana's notifications comes three quarters of an hour late. */
function recovery(t: Clock): Posting[] {
  return [
    deployment("checkout", "v317", "in_progress", t(25, 40), "ifeoma"),
    statuspage("pay20431", "Payments are failing", "major", status(t).slice(0, 2)),
    deployment("checkout", "v317", "success", t(29, 12), "ifeoma"),
    message(ROOM, t(29, 30), "ifeoma", "v317 is on all hosts"),
    message(ROOM, t(32, 4), "bertil", "payments go through again, error rate below 1 %"),
    reaction(ROOM, t(32, 30), "noor", "memo", t(32, 4)),
    alertmanager({ ...errors(t), ends: t(33, 50) }),
    botMessage(OPS, t(34, 22), "alerts", "[RESOLVED] CheckoutErrorRateHigh: More than 5 % of checkout requests fail"),
    alertmanager(...pods(t).map((sketch, n) => ({ ...sketch, ends: t(33, 10 + 3 * n) }))),
    statuspage("pay20431", "Payments are failing", "major", status(t).slice(0, 3)),
    pagerduty(page(t), "incident.resolved", t(41, 15), "noor"),
    grafana(timeouts(t)),
    grafana({ ...timeouts(t), ends: t(34, 30) }),
    message(ROOM, t(44, 2), "bertil", "who took my charger??"),
    deletedMessage(ROOM, t(44, 20), t(44, 2), "bertil", "who took my charger??"),
  ];
}

function afterwards(t: Clock): Posting[] {
  return [
    message(ROOM, t(52, 30), "mirela", "no new tickets for fifteen minutes"),
    statuspage("pay20431", "Payments are failing", "major", status(t)),
    message(ROOM, t(58, 40), "noor", "Incident resolved. thanks all, review tomorrow at ten"),
    deployment("help-pages", "r78", "success", t(63, 8), "ottoline"),
    gitlabDeployment("ledger", "raise-connection-limit", "running", t(71, 20), "teunis"),
    gitlabDeployment("ledger", "raise-connection-limit", "success", t(73, 5), "teunis"),
    mergedPullRequest("checkout", 485, "Try a slow card payment once, not three times", t(80, 44), "ifeoma"),
    message(
      ROOM,
      t(81, 10),
      "ifeoma",
      "TODO: alert on ledger connections. TODO: a load test with retries, owner teunis",
    ),
  ];
}
