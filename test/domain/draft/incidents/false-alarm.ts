import { alertmanager } from "../../../../src/demo/senders/monitors.ts";
import { message } from "../../../../src/demo/senders/slack.ts";
import { at, type Story } from "./told.ts";

const POOL = "C0SWIMPOOL";
const alarm = {
  name: "QueueStuck",
  service: "tickets",
  severity: "critical",
  summary: "No ticket was sold for 10 minutes",
  starts: at("21:10"),
};

/** A swimming pool after closing time: an alert, and nobody minds. */
export const falseAlarm: Story = {
  name: "a false alarm that nobody acts on",
  services: [{ name: "tickets", channels: [POOL] }],
  sent: [
    message(POOL, at("21:05"), "mo", "closed the till, good night"),
    alertmanager(alarm),
    message(POOL, at("21:13"), "mo", "we're closed, of course nobody buys a ticket"),
    message(POOL, at("21:14"), "mo", "the errors in the changing rooms are funnier: somebody left a parrot"),
    alertmanager({ ...alarm, ends: at("21:22") }),
    message(POOL, at("21:25"), "ilka", "the parrot is back with its owner"),
  ],
  timeline: [
    ["21:10", "alert", "QueueStuck"],
    ["21:22", "alert_cleared", "QueueStuck"],
  ],
  absent: ["nobody buys", "parrot"],
  moments: { detected: "21:10", acknowledged: null, declared: null, resolved: "21:22" },
  detection: "automated",
  candidate: true,
};
