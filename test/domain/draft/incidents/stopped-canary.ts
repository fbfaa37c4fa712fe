import { deployment } from "../../../../src/demo/senders/code-hosts.ts";
import { grafana } from "../../../../src/demo/senders/monitors.ts";
import { cloudEvent } from "../../../../src/demo/senders/posting.ts";
import { message } from "../../../../src/demo/senders/slack.ts";
import { at, type Story } from "./told.ts";

const ROUTES = "C0ROUTES01";
const canary = {
  name: "CanaryErrors",
  service: "routing",
  severity: "critical",
  summary: "8 % of canary requests fail",
  starts: at("10:14"),
};

/** A bicycle courier: the canary fails, the release never gets further. */
export const stoppedCanary: Story = {
  name: "a failed deploy that a canary stops",
  services: [{ name: "routing", repos: ["saltmarsh/routing"], channels: [ROUTES] }],
  sent: [
    deployment("routing", "v91", "in_progress", at("10:08"), "tuva"),
    grafana(canary),
    message(ROUTES, at("10:16"), "tuva", "canary is red, stopping the rollout of v91"),
    deployment("routing", "v91", "failure", at("10:17"), "tuva"),
    message(ROUTES, at("10:18"), "ben", "did any courier notice?"),
    message(ROUTES, at("10:20"), "tuva", "no, 2 % of traffic for six minutes"),
    cloudEvent("annalist.change.v1", "canary-off", "rollouts", at("10:22"), {
      ...{
        id: "canary-91",
        action: "succeeded",
        title: "Canary weight of routing set to 0 %",
        service: "routing",
        by: "tuva",
      },
    }),
    message(ROUTES, at("10:25"), "tuva", "no more errors on the canary"),
    grafana({ ...canary, ends: at("10:27") }),
    message(ROUTES, at("10:31"), "ben", "we should really test with empty routes"),
    deployment("routing", "v92", "success", at("11:02"), "tuva"),
    message(ROUTES, at("11:03"), "tuva", "v92 is live everywhere"),
  ],
  timeline: [
    ["10:08", "change", "tuva started to deploy routing v91"],
    ["10:14", "alert", "CanaryErrors"],
    ["10:16", "mitigation", "stopping the rollout of v91"],
    ["10:17", "failed_attempt", "Deploy of routing v91 to production failed"],
    ["10:22", "change", "tuva: Canary weight of routing set to 0 %"],
    ["10:25", "recovery", "no more errors on the canary"],
    ["10:27", "alert_cleared", "CanaryErrors"],
    ["11:02", "change", "tuva deployed routing v92 to production"],
  ],
  absent: ["empty routes", "did any courier"],
  moments: { detected: "10:14", mitigated: "10:25", resolved: "10:27" },
  detection: "automated",
  candidate: true,
};
