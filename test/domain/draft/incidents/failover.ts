import { cloudEvent, type Posting } from "../../../../src/demo/senders/posting.ts";
import { at, type Story } from "./told.ts";

const said = (clock: string, author: string, text: string): Posting =>
  cloudEvent("annalist.message.v1", `irc-${clock}`, "irc", at(clock), {
    channel: "#dbas",
    author,
    text,
    id: `irc-${clock}`,
  });
const alarm = (clock: string, state: string): Posting =>
  cloudEvent("annalist.alert.v1", `nagios-${clock}`, "nagios", at(clock), {
    ...{
      name: "pg-primary-down",
      state,
      severity: "critical",
      service: "ledger-db",
      summary: "db-a1 does not answer on 5432",
    },
    ...{
      startedAt: "2027-02-03T02:14:00Z",
      fingerprint: "pg-a1",
      ...(state === "resolved" ? { endedAt: "2027-02-03T02:41:00Z" } : {}),
    },
  });

/** A night at a savings bank, told in lower case on IRC. */
export const failover: Story = {
  name: "a database failover told on IRC",
  services: [{ name: "ledger-db", aliases: ["db-a1", "db-a2"], channels: ["#dbas"] }],
  sent: [
    alarm("02:14", "firing"),
    said("02:17", "gwen", "here, looking"),
    said("02:19", "gwen", "db-a1 is gone, no ping and no console"),
    said("02:20", "gwen", "!log power-cycling db-a1 through the board"),
    said("02:25", "gwen", "didn't help, no signal"),
    said("02:26", "odd", "want me to promote a2?"),
    said("02:27", "gwen", "yes please. replication lag was zero when a1 died"),
    said("02:29", "odd", "promoting db-a2 now"),
    said("02:30", "odd", "hm if that fails we are in for a long night"),
    said("02:33", "odd", "db-a2 is primary, writes work again"),
    said("02:36", "gwen", "pointed the pooler at db-a2"),
    alarm("02:41", "resolved"),
    said("02:44", "odd", "all clear. going back to bed"),
  ],
  timeline: [
    ["02:14", "alert", "pg-primary-down"],
    ["02:19", "symptom", "db-a1 is gone"],
    ["02:20", "mitigation", "power-cycling db-a1"],
    ["02:25", "failed_attempt", "didn't help"],
    ["02:29", "mitigation", "promoting db-a2"],
    ["02:33", "recovery", "writes work again"],
    ["02:36", "mitigation", "pointed the pooler at db-a2"],
    ["02:41", "alert_cleared", "pg-primary-down"],
    ["02:44", "resolution", "all clear"],
  ],
  absent: ["long night", "want me to"],
  moments: { detected: "02:14", mitigated: "02:33", resolved: "02:44" },
  detection: "automated",
};
