import { runCommand } from "../../src/cli/program.ts";
import type { Ended } from "../annalist.ts";

/** Runs a command in this process, on an invented shell. */
export async function command(words: readonly string[], stdin = ""): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const code = await runCommand(words, {
    environment: {},
    process,
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    write: async (text) => {
      stdout += text;
    },
    note: (line) => {
      stderr += `${line}\n`;
    },
    now: () => Date.parse("2026-03-02T00:00:00Z") * 1000,
    untilStopped: () => new Promise(() => {}),
  });
  return { code, stdout, stderr };
}

const line = (id: string, minute: number, type: string, data: object): string => {
  const time = `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`;
  const body = { specversion: "1.0", id, source: "/harbour", type, time, data };
  const headers = { "content-type": "application/cloudevents+json" };
  return JSON.stringify({ id: `d-${id}`, source: "cloudevents", receivedAt: time, headers, body });
};

/** A change, an alert, a declaration, a message in the incident's channel, and what has nothing to do with it. */
export const HARBOUR = [
  line("crane", 2, "annalist.change.v1", {
    id: "crane-8",
    action: "succeeded",
    title: "Crane firmware 8",
    service: "crane",
  }),
  line("jam", 10, "annalist.alert.v1", {
    ...{ name: "CraneJam", state: "firing", severity: "critical", service: "crane", summary: "Crane does not move" },
  }),
  line("declared", 12, "annalist.incident.v1", {
    ...{
      action: "declared",
      id: "i-1",
      title: "Crane stands still",
      severity: "high",
      services: ["crane"],
      by: "Oona",
    },
  }),
  line("back", 20, "annalist.change.v1", {
    id: "crane-9",
    action: "rolled_back",
    title: "Crane firmware 8",
    service: "crane",
  }),
  line("resolved", 30, "annalist.incident.v1", { action: "resolved", id: "i-1", title: "Crane stands still" }),
  line("menu", 25, "annalist.change.v1", {
    id: "menu-1",
    action: "succeeded",
    title: "Canteen menu",
    service: "canteen",
  }),
];

export const HARBOUR_CONFIG = JSON.stringify({
  sources: [{ name: "cloudevents", kind: "cloudevents", auth: [{ bearer: "an-invented-secret-of-the-harbour" }] }],
  services: [{ name: "crane", team: "quay" }, { name: "canteen" }],
  server: { webhooks: { port: 0 }, pages: { port: 0 } },
  store: { kind: "sqlite", path: "data" },
  log: { level: "warn" },
});
