import { expect, it } from "vitest";
import { flagsOf } from "../../../src/web/view/flags.ts";
import { metricLines } from "../../../src/web/view/headline.ts";
import { fold, machineDraft } from "../../domain/draft/machine-drafts.ts";

const [A, B] = ["am/alertmanager:v1:a", "slack/slack:v1:b"];
const entries = [
  { events: [A], minute: 0 },
  { events: [B], minute: 7 },
];

it("a metric is what it measures, or unknown", () => {
  const draft = fold(machineDraft({ entries }));
  const [known, unknown] = metricLines({ ...draft, metrics: { ...draft.metrics, ttd: 420, tta: null } });
  expect(known).toMatchObject({ word: "Time to detect", value: "7 min", isKnown: true });
  expect(unknown).toMatchObject({ value: "unknown", isKnown: false });
});

it("a count stands once: in the text, or behind it", () => {
  const [entry] = fold(machineDraft({ entries })).entries;
  if (!entry) throw new Error("the draft has an entry");
  const marks = (text: string) => flagsOf({ ...entry, text, occurrences: 6 }).filter(({ name }) => name === "times");
  expect(marks("WorkerStops fired 6 times: a worker stops")).toEqual([]);
  expect(marks("6 alerts fired: WorkerStops")).toEqual([]);
  expect(marks("WorkerStops: worker 6 stops")).toEqual([{ name: "times", text: "×6" }]);
});
