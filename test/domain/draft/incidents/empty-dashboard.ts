import { gitlabDeployment } from "../../../../src/demo/senders/code-hosts.ts";
import { message } from "../../../../src/demo/senders/slack.ts";
import { at, type Story } from "./told.ts";

const DATA = "C0DATAROOM";

/** A grain trader's nightly load: no alert at all, an analyst sees it; GitLab and Slack only. */
export const emptyDashboard: Story = {
  name: "a data pipeline that an analyst misses",
  services: [
    { name: "loader", repos: ["saltmarsh/loader"], dependsOn: ["warehouse"], channels: [DATA] },
    { name: "warehouse" },
  ],
  sent: [
    gitlabDeployment("loader", "2.14.0", "running", at("06:40"), "priit"),
    gitlabDeployment("loader", "2.14.0", "success", at("06:44"), "priit"),
    message(
      DATA,
      at("07:58"),
      "wanda",
      "morning! is anybody else getting an empty sales board? users can't see anything after midnight",
    ),
    message(DATA, at("08:01"), "priit", "having a look"),
    message(DATA, at("08:04"), "wanda", "no hurry, first call is at nine. coffee?"),
    message(DATA, at("08:09"), "priit", "the 02:00 load never finished, it hangs in the merge step"),
    message(DATA, at("08:12"), "priit", "paused the loader"),
    message(DATA, at("08:15"), "sol", "could it be the new date format? just a hunch"),
    message(DATA, at("08:20"), "priit", "re-ran the merge by hand. same error again"),
    message(DATA, at("08:27"), "sol", "found it: 2.14.0 writes dates as text and the merge refuses them"),
    message(DATA, at("08:29"), "priit", "agreed to go back to 2.13.4, sol watches the queue"),
    gitlabDeployment("loader", "2.13.4", "running", at("08:31"), "priit"),
    gitlabDeployment("loader", "2.13.4", "success", at("08:34"), "priit"),
    message(DATA, at("08:35"), "priit", "2.13.4 is out"),
    message(DATA, at("08:52"), "sol", "load is through, the board shows all rows again"),
    message(DATA, at("08:55"), "wanda", "can confirm, thank you both"),
    message(DATA, at("09:02"), "priit", "closing the incident. I'll write it up on friday"),
  ],
  timeline: [
    ["06:40", "change", "priit deployed loader 2.14.0 to production"],
    ["07:58", "human_report", "users can't see anything after midnight"],
    ["08:09", "symptom", "the 02:00 load never finished"],
    ["08:12", "mitigation", "priit: paused the loader"],
    ["08:20", "failed_attempt", "re-ran the merge by hand"],
    ["08:27", "observation", "2.14.0 writes dates as text"],
    ["08:29", "decision", "priit decided to go back to 2.13.4"],
    ["08:31", "rollback", "priit rolled loader back to 2.13.4"],
    ["08:52", "recovery", "the board shows all rows again"],
    ["09:02", "resolution", "closing the incident"],
  ],
  absent: ["coffee", "hunch", "having a look", "thank you"],
  moments: { detected: "07:58", mitigated: "08:52", resolved: "09:02" },
  detection: "human",
};
