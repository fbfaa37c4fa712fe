import { expect, it } from "vitest";
import type { OpsEvent } from "../../../src/domain/event.ts";
import { whyFolded } from "../../../src/domain/explain/why-folded.ts";
import { event } from "../events.ts";

const key = (type: string, value: string) => ({ type, value });
const noor = { type: "human", id: "slack:U1" } as const;
const bot = { type: "automation" } as const;
const said: Partial<OpsEvent> = { kind: "message", actor: noor, correlation: [key("message", "m1")] };
const about = { refersTo: key("message", "m1") };

it.each<[string, Partial<OpsEvent>, Partial<OpsEvent>]>([
  [
    "same_episode",
    { kind: "alert", correlation: [key("episode", "e1")] },
    { kind: "alert", correlation: [key("episode", "e1")] },
  ],
  ["same_page", { kind: "page", correlation: [key("page", "p1")] }, { kind: "page", correlation: [key("page", "p1")] }],
  [
    "storm",
    { kind: "alert", correlation: [key("episode", "e2")] },
    { kind: "alert", correlation: [key("episode", "e1")] },
  ],
  ["revision", { kind: "message", action: "edited", ...about }, said],
  ["revision", { kind: "mark", action: "pinned", ...about }, said],
  ["said_again", { kind: "message", actor: noor }, said],
  ["said_again", { kind: "message", actor: noor, ...about }, said],
  ["same_happening", { kind: "message", actor: { type: "human", id: "slack:U2" } }, said],
  ["echo", { kind: "message", actor: bot }, { kind: "alert" }],
  ["same_happening", { kind: "page", correlation: [key("page", "p1")] }, { kind: "alert" }],
  [
    "same_happening",
    { kind: "change", correlation: [key("commit", "c1")] },
    { kind: "change", correlation: [key("commit", "c1")] },
  ],
])("%s", (rule, folded, first) => {
  expect(whyFolded(event({ key: "a/a:v1:2", ...folded }), event({ key: "a/a:v1:1", ...first })).rule).toBe(rule);
});

it("says what was done to a message", () => {
  const deleted = event({ key: "a/a:v1:2", kind: "message", action: "deleted", ...about });
  expect(whyFolded(deleted, event({ key: "a/a:v1:1", ...said })).words).toBe(
    "what was done to the message: it was deleted",
  );
});
