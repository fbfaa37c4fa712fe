import { grafana, pagerduty } from "../../../../src/demo/senders/monitors.ts";
import { message } from "../../../../src/demo/senders/slack.ts";
import { at, type Story } from "./told.ts";

const MOBILE = "C0MOBILE01";
const latency = {
  name: "PushLatency",
  service: "push-gateway",
  severity: "critical",
  summary: "p99 of push delivery above 20 s",
  starts: at("19:02:10"),
};
const backlog = {
  name: "PushBacklog",
  service: "push-gateway",
  severity: "high",
  summary: "More than 50000 messages wait",
  starts: at("19:00:45"),
};
const page = {
  id: "QPUSH77",
  title: "PushLatency: p99 of push delivery above 20 s",
  service: "push-gateway",
  urgency: "high",
  created: at("19:02:40"),
} as const;

/** A ferry operator's app: the first repair seems to help, and does not last. */
export const slowPush: Story = {
  name: "a mobile backend whose first repair does not last",
  services: [{ name: "push-gateway", team: "mobile", channels: [MOBILE] }],
  sent: [
    grafana(latency),
    pagerduty(page, "incident.triggered", at("19:02:40")),
    pagerduty(page, "incident.acknowledged", at("19:05:02"), "kaisa"),
    message(MOBILE, at("19:06"), "kaisa", "ack, at the laptop in two minutes"),
    message(MOBILE, at("19:11"), "kaisa", "scaled the gateway from 6 to 12 pods"),
    message(MOBILE, at("19:14"), "kaisa", "latency is coming down, looks healthy again"),
    message(MOBILE, at("19:19"), "kaisa", "nope, latency is back at 25 s"),
    message(MOBILE, at("19:20"), "emre", "ugh"),
    message(MOBILE, at("19:22"), "emre", "the provider's status page is green by the way"),
    message(MOBILE, at("19:26"), "emre", "every pod opens 400 connections to the token store, it refuses the rest"),
    message(MOBILE, at("19:30"), "kaisa", "let's turn off read receipts, that halves the calls"),
    message(MOBILE, at("19:33"), "kaisa", "turned off read receipts for all regions"),
    message(MOBILE, at("19:38"), "emre", "p99 is back below 2 s, messages go through again"),
    grafana({ ...latency, ends: at("19:39:30") }),
    grafana(backlog),
    grafana({ ...backlog, ends: at("19:41:05") }),
    pagerduty(page, "incident.resolved", at("19:50"), "kaisa"),
    message(MOBILE, at("19:51"), "emre", "nice work. who wants the last cinnamon bun"),
  ],
  timeline: [
    ["19:00", "alert", "PushBacklog"],
    ["19:02", "alert", "PushLatency"],
    ["19:05", "acknowledgement", "kaisa acknowledged the page"],
    ["19:11", "mitigation", "scaled the gateway from 6 to 12 pods"],
    ["19:14", "recovery", "latency is coming down"],
    ["19:19", "symptom", "latency is back at 25 s"],
    ["19:26", "symptom", "it refuses the rest"],
    ["19:33", "mitigation", "turned off read receipts"],
    ["19:38", "recovery", "messages go through again"],
    ["19:39", "alert_cleared", "PushLatency"],
    ["19:50", "resolution", "kaisa resolved the page"],
  ],
  absent: ["cinnamon", "status page"],
  moments: { detected: "19:00", acknowledged: "19:05", mitigated: "19:38", resolved: "19:50" },
  detection: "automated",
};
