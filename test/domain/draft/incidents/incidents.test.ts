import { describe, expect, it } from "vitest";
import type { Draft } from "../../../../src/domain/draft/schema.ts";
import { emptyDashboard } from "./empty-dashboard.ts";
import { failover } from "./failover.ts";
import { falseAlarm } from "./false-alarm.ts";
import { oldCertificate } from "./old-certificate.ts";
import { slowPush } from "./slow-push.ts";
import { stoppedCanary } from "./stopped-canary.ts";
import { draftStory } from "./told.ts";

const clock = (text: string | null) => text?.slice(11, 16) ?? null;
const STORIES = [emptyDashboard, slowPush, failover, oldCertificate, falseAlarm, stoppedCanary];

const timelineOf = ({ entries }: Draft) => entries.filter(({ visibility }) => visibility === "timeline");

describe.each(STORIES)("$name", (story) => {
  it("stands on the timeline, each happening once and as what it was", async () => {
    const shown = timelineOf(await draftStory(story));
    const told = story.timeline.map(([when, , says]) => {
      const found = shown.filter(({ at, text }) => clock(at) === when && text.includes(says));
      return [when, found.map(({ kind }) => kind).join(" and ") || "not told", says];
    });
    expect(told).toEqual(story.timeline);
  });

  it("leaves talk in the log", async () => {
    const draft = await draftStory(story);
    for (const words of story.absent) {
      expect(draft.entries.some(({ evidence }) => evidence.some(({ quote = "" }) => quote.includes(words)))).toBe(true);
      expect(timelineOf(draft).filter(({ text }) => text.includes(words))).toEqual([]);
    }
  });

  it("has its moments and its detection", async () => {
    const { moments, detection, incident } = await draftStory(story);
    const names = Object.keys(story.moments) as (keyof typeof moments)[];
    expect(Object.fromEntries(names.map((name) => [name, clock(moments[name].at)]))).toEqual(story.moments);
    expect(detection.by).toBe(story.detection);
    expect(incident.candidate).toBe(story.candidate ?? false);
  });
});
