import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { alert, message, settings, status, tool } from "../events.ts";

const read = createReader();
const says = (who: string, minute: number, text: string, channel = "search-talk"): RecordedEvent =>
  message(`${who}@${minute}`, minute, text, channel, { actor: { type: "human", id: `x:${who}`, name: who } });
const run = (events: readonly RecordedEvent[]) => correlate(events, [], settings, read).incidents;
const servicesOf = (events: readonly RecordedEvent[], opener: string) =>
  run(events).find(({ openers }) => openers.some(({ event }) => event.event.key === opener))?.services;

const posted = status("S1", "investigating", 30, {
  title: "Builds fail for many",
  text: "Whatever depends on sprocket-ly 2.2.0 cannot be built at the moment.",
});
const POSTED = "S1:investigating";
const talk = [
  says("oona", 2, "all of my builds stop, sprocket-ly is gone"),
  says("pim", 4, "who took sprocket-ly away"),
  says("oona", 12, "looking for a copy of sprocket-ly 2.2.0"),
  says("cass", 33, "2.2.0 must be put back, the new one is no help"),
  says("cass", 36, "sprocket-ly 2.2.0 is in the backup of last night"),
  says("pim", 41, "putting it back"),
];

describe("an incident whose openers know no service", () => {
  test("is about the one in whose channels several people speak of its things again and again", () => {
    const [incident] = run([posted, ...talk]);
    expect(incident).toMatchObject({ opener: POSTED, services: ["search"] });
    const attached = incident?.attached.map(({ event }) => event.event.key);
    expect(attached).toEqual(expect.arrayContaining([POSTED, "cass@33", "cass@36", "pim@41"]));
  });

  test("whoever declares it, where", () => {
    const declared = says("dara", 30, "declaring an incident: sprocket-ly 2.2.0 has vanished", "random");
    expect(servicesOf([declared, ...talk], "dara@30")).toEqual(["search"]);
    const inTool = tool("I1", "declared", 30, { title: "sprocket-ly 2.2.0 has vanished" });
    expect(servicesOf([inTool, ...talk], "I1:declared")).toEqual(["search"]);
  });

  test("is one with what an alert of that service opened", () => {
    const fired = alert("a", 20, { service: "search", title: "builds fail" });
    expect(run([fired, posted, ...talk])).toMatchObject([{ opener: "a", services: ["search"], candidate: false }]);
  });

  test("is about none by everyday nouns, however often they are said", () => {
    const delayed = status("S1", "investigating", 30, {
      title: "Kitchen display delayed",
      text: "Displays lag in kitchens.",
    });
    const chatter = [
      says("oona", 20, "the kitchen is closed today"),
      says("pim", 24, "who cleans the kitchen then"),
      says("cass", 35, "the kitchen smells of fish"),
    ];
    expect(servicesOf([delayed, ...chatter], POSTED)).toEqual([]);
  });

  const again = (channel: string) =>
    talk.map(({ event }, n) => says(`${event.actor.name}2`, 10 + n, event.text ?? "", channel));
  test.each<[string, RecordedEvent[]]>([
    ["nobody speaks of it", [posted]],
    ["people speak of something else", [posted, ...talk.map((_, n) => says(`p${n}`, n, "the index is rebuilt"))]],
    ["one person alone does", [posted, ...talk.map(({ event }, n) => says("oona", n, event.text ?? ""))]],
    ["two services' channels fit alike", [posted, ...talk, ...again("ledger-talk")]],
    [
      "the channel is of two services",
      [posted, ...talk.map(({ event }, n) => says(`p${n}`, n, event.text ?? "", "back-office"))],
    ],
    ["the channel is of none", [posted, ...talk.map(({ event }, n) => says(`p${n}`, n, event.text ?? "", "random"))]],
    ["they did so hours ago", [posted, ...talk.map(({ event }, n) => says(`p${n}`, n - 300, event.text ?? ""))]],
    [
      "they speak of it every day",
      [posted, ...talk, ...talk.map(({ event }, n) => says(`p${n}`, n - 300, event.text ?? ""))],
    ],
    [
      "a bot does",
      [
        posted,
        ...talk
          .map(({ event }) => ({ ...event, actor: { ...event.actor, type: "automation" as const } }))
          .map((event) => ({ ...posted, event })),
      ],
    ],
    [
      "it has a channel of its own",
      [
        tool("I1", "declared", 30, {
          title: "sprocket-ly 2.2.0 vanished",
          correlation: [
            { type: "incident", value: "I1" },
            { type: "channel", value: "war-of-sprockets" },
          ],
        }),
        ...talk,
      ],
    ],
  ])("is about none where %s", (_, events) => {
    const [incident] = run(events);
    expect(incident?.services).toEqual([]);
  });

  test("is about none where its tool declared two of them", () => {
    const [one, two] = ["/desk#I1", "/desk#I2"].map((id, n) =>
      tool(id, "declared", 30 + n, { title: "sprocket-ly 2.2.0 vanished", group: id }),
    );
    if (!one || !two) throw new Error("two were made");
    expect(run([one, ...talk]).map(({ services }) => services)).toEqual([["search"]]);
    expect(run([one, two, ...talk]).map(({ services }) => services)).toEqual([[], []]);
  });

  test("is about the same whatever the order, and keeps its names whatever comes", () => {
    const all = [posted, ...talk, ...again("ledger-talk"), alert("a", 20, { service: "search", title: "builds fail" })];
    const some = fc.shuffledSubarray(all, { minLength: 2 });
    fc.assert(
      fc.property(some, (events) => {
        const found = run(events);
        expect(run(events.toReversed())).toEqual(found);
        for (const { id, aliases } of run(events.slice(1)))
          for (const name of [id, ...aliases])
            expect(found.filter((now) => now.id === name || now.aliases.includes(name))).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});
