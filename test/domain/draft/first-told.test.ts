import { expect, test } from "vitest";
import { happening } from "../../../src/domain/draft/happenings/happening.ts";
import type { Message, Weighed } from "../../../src/domain/draft/happenings/messages.ts";
import { setScene } from "../../../src/domain/draft/scene.ts";
import { decideVisibility } from "../../../src/domain/draft/shown/visibility.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { createLinter } from "../../../src/reading/lint.ts";
import { createReader } from "../../../src/reading/read.ts";
import { alert, message, SETTINGS, viewOf } from "./views.ts";

/** Whether a symptom told so many minutes before the start is shown, when it was attached for a reason. */
function isShown(reason: string, worth: number, minutes = 31): boolean {
  const opener = alert("Errors", 0);
  const told = message("m1", -minutes, "the tills spin");
  const view = viewOf([told, opener], { openers: [opener.event.key] });
  const scene = setScene(view, {
    settings: SETTINGS,
    catalogue: buildCatalogue(SETTINGS.services),
    read: createReader(),
    lint: createLinter(),
  });
  const lead = { event: told, rank: 4 as const, reason };
  const weighed = { worth, decisive: () => ({ inText: [], around: [] }) } as unknown as Weighed;
  const said: Message = {
    ...happening({ sort: "message", kind: "symptom", lead, reading: scene.readingOf(told.event) }),
    words: lead,
    deleted: false,
    marks: new Map(),
    weighed,
  };
  decideVisibility([said], scene);
  return said.shown;
}

test("what was attached as the incident's beginning stands on the timeline where its words are worth it; other talk before the start does not", () => {
  expect([isShown("first_sign", 0.9), isShown("early_work", 0.9)]).toEqual([true, true]);
  expect([isShown("first_sign", 0.1), isShown("mapped_channel", 0.9)]).toEqual([false, false]);
});

test("what people find before they say that it is an incident stands before that, as near as two openers of one", () => {
  expect([isShown("service_in_window", 0.5, 30), isShown("mapped_channel", 0.9, 5)]).toEqual([true, true]);
  expect([isShown("service_in_window", 0.49, 30), isShown("service_in_window", 0.9, 31)]).toEqual([false, false]);
});
