import { alertmanager, statuspage } from "../../../../src/demo/senders/monitors.ts";
import { message } from "../../../../src/demo/senders/slack.ts";
import { at, type Story } from "./told.ts";

const DESK = "C0FRONTDSK";
const probe = {
  name: "LoginProbeFailed",
  service: "login",
  severity: "critical",
  summary: "3 of 3 probes cannot log in",
  starts: at("11:31"),
};
const posts = [
  { status: "identified", body: "Members cannot log in.", at: at("11:40") },
  { status: "resolved", body: "Login works.", at: at("12:10") },
];

/** A library: readers notice first, the probe half an hour later. */
export const oldCertificate: Story = {
  name: "a certificate that ran out, noticed by users first",
  services: [{ name: "login", channels: [DESK] }],
  sent: [
    message(
      DESK,
      at("11:02"),
      "hanne",
      "front desk here: nobody can log in at the terminals, browser says the connection is not private",
    ),
    message(DESK, at("11:09"), "ravi", "works for me on the phone?"),
    message(DESK, at("11:15"), "hanne", "three more complaints, all from the branch in the harbour"),
    alertmanager(probe),
    message(DESK, at("11:33"), "ravi", "ok now I see it. the certificate of login ran out at 11:00"),
    message(DESK, at("11:36"), "ravi", "renewed the certificate"),
    message(DESK, at("11:38"), "ravi", "restarted nginx, still the old certificate"),
    statuspage("card0001", "Login fails", "major", posts.slice(0, 1)),
    message(DESK, at("11:41"), "hanne", "please tell the branches to wait"),
    message(DESK, at("11:42"), "hanne", "posted it on the status page"),
    message(DESK, at("11:50"), "ravi", "the load balancer has its own copy. replaced that one, too"),
    message(DESK, at("11:53"), "hanne", "logins work again in the harbour"),
    alertmanager({ ...probe, ends: at("11:55") }),
    statuspage("card0001", "Login fails", "major", posts),
    message(DESK, at("12:11"), "ravi", "TODO alert two weeks before it runs out"),
  ],
  timeline: [
    ["11:02", "human_report", "nobody can log in at the terminals"],
    ["11:15", "human_report", "three more complaints"],
    ["11:31", "alert", "LoginProbeFailed"],
    ["11:33", "observation", "the certificate of login ran out"],
    ["11:36", "mitigation", "renewed the certificate"],
    ["11:38", "failed_attempt", "still the old certificate"],
    ["11:40", "communication", "Members cannot log in"],
    ["11:50", "mitigation", "replaced that one"],
    ["11:53", "recovery", "logins work again"],
    ["11:55", "alert_cleared", "LoginProbeFailed"],
    ["12:10", "resolution", "Login works"],
  ],
  absent: ["works for me", "tell the branches", "TODO"],
  moments: { detected: "11:02", mitigated: "11:53", resolved: "12:10" },
  detection: "human",
};
