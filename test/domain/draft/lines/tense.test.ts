import { describe, expect, it } from "vitest";
import { draftIncident } from "../../../../src/domain/draft/draft-incident.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { buildCatalogue } from "../../../../src/domain/services.ts";
import type { Tense } from "../../../../src/domain/settings.ts";
import { createLinter } from "../../../../src/reading/lint.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { alert, change, incident, message, page, SETTINGS, viewOf } from "../views.ts";

const unknown = { actor: { type: "automation" } } as const;

const EVENTS: readonly RecordedEvent[] = [
  change("shop v41 to production", -50, "succeeded"),
  alert("Errors", 0),
  page("Q1", 4, "triggered", { service: "mailer" }),
  page("Q1", 5, "acknowledged", { service: "mailer" }),
  page("Q1", 9, "escalated", { service: "mailer" }),
  incident("I1", 12, "declared"),
  message("m1", 16, "decision: we go back to v40"),
  message("m2", 21, "users in Norway can't pay"),
  message("m3", 26, "restarted basket-2, did not help"),
  change("basket v7 to production", 31, "failed", unknown),
  change("mailer v9 to production", 36, "cancelled", unknown),
  change("#42", 41, "merged", {
    title: "Go back to 40 connections (#42)",
    correlation: [{ type: "pr", value: "acme/shop#42" }],
  }),
  message("m4", 55, "payments work again since the restart, error rate below 1 %"),
  alert("Errors", 65, "resolved", { start: 0 }),
  incident("I1", 80, "resolved"),
];

function textsIn(tense: Tense | undefined): string[] {
  const settings = tense === undefined ? SETTINGS : { ...SETTINGS, tense };
  const context = { settings, catalogue: buildCatalogue(settings.services), read: createReader() };
  return draftIncident(viewOf(EVENTS), { ...context, lint: createLinter() }).entries.map(({ entry }) => entry.text);
}

describe("the tense of a timeline", () => {
  it("is the past where a team has not said", () => {
    expect(textsIn(undefined)).toEqual(textsIn("past"));
  });

  it("is the present of our own words where a team wants it: what people and senders said stays as it was", () => {
    const past = textsIn("past");
    const present = textsIn("present");
    expect(past.map((text, index) => [text, present[index]])).toMatchInlineSnapshot(`
      [
        [
          "ines deployed shop v41 to production",
          "ines deploys shop v41 to production",
        ],
        [
          "Alert fired: Errors: too many errors",
          "Alert fires: Errors: too many errors",
        ],
        [
          "Page: Page Q1",
          "Page: Page Q1",
        ],
        [
          "Marek acknowledged the page",
          "Marek acknowledges the page",
        ],
        [
          "Page escalated: Page Q1",
          "Page is escalated: Page Q1",
        ],
        [
          "Oona declared the incident: Checkout is down",
          "Oona declares the incident: Checkout is down",
        ],
        [
          "Oona decided to go back to v40",
          "Oona decides to go back to v40",
        ],
        [
          "Oona reported: users in Norway can't pay",
          "Oona reports: users in Norway can't pay",
        ],
        [
          "Oona reported no success: restarted basket-2, did not help",
          "Oona reports no success: restarted basket-2, did not help",
        ],
        [
          "Deploy of basket v7 to production failed",
          "Deploy of basket v7 to production fails",
        ],
        [
          "Deploy of mailer v9 to production cancelled",
          "Deploy of mailer v9 to production is cancelled",
        ],
        [
          "ines merged: Go back to 40 connections (#42)",
          "ines merges: Go back to 40 connections (#42)",
        ],
        [
          "Oona reported recovery: payments work again since the restart, error rate below 1 %",
          "Oona reports recovery: payments work again since the restart, error rate below 1 %",
        ],
        [
          "Alert cleared: Errors: too many errors",
          "Alert clears: Errors: too many errors",
        ],
        [
          "Oona resolved the incident: Checkout is down",
          "Oona resolves the incident: Checkout is down",
        ],
      ]
    `);
  });
});
