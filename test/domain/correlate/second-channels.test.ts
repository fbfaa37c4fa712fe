import { expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import { minutes, recorded } from "../events.ts";
import { message, settings, tool, wordReader } from "./events.ts";

const says = (who: string, key: string, minute: number, text: string, channel: string) =>
  message(key, minute, text, channel, { actor: { type: "human", name: who } });

const created = (name: string, minute: number): RecordedEvent =>
  recorded({
    ...{ key: `created-${name}`, kind: "channel", action: "created", occurredAt: minutes(minute) },
    correlation: [{ type: "channel", value: name }],
  });

/** An incident of a day, declared with a channel in which Adele and Brin write. */
const first = [
  tool("D77", "declared", 0, {
    service: "checkout",
    correlation: [
      { type: "incident", value: "D77" },
      { type: "channel", value: "mj-0412-tills" },
    ],
  }),
  says("adele", "f1", 2, "all of you in here", "mj-0412-tills"),
  says("brin", "f2", 3, "present", "mj-0412-tills"),
  tool("D77", "resolved", 1440),
];

const second = (channel: string, by = "brin", at = 300) => [
  created(channel, at),
  says(by, "s1", at + 5, "here we put the tills together again", channel),
  says("otto", "s2", at + 400, "the third one stands", channel),
];

function heldOf(...events: RecordedEvent[]): (string | undefined)[] {
  const { incidents } = correlate([...first, ...events], [], settings, wordReader);
  const [incident] = incidents;
  return ["s1", "s2"].map((key) => incident?.attached.find(({ event }) => event.event.key === key)?.reason);
}

test("a channel called like the incident's own up to the number, opened later by one of those in it, is its own", () => {
  const own = ["incident_channel", "incident_channel"];
  expect(heldOf(...second("mj-0412-repair"))).toEqual(own);
  expect(heldOf(...second("mj-0412-ledger"))).toEqual(own);
});

test.each<[string, readonly RecordedEvent[]]>([
  ["another number", second("mj-0413-repair")],
  ["no number", second("mj-repair")],
  ["a stranger's", second("mj-0412-repair", "ida")],
  ["one from after the end", second("mj-0412-repair", "brin", 1500)],
  ["one that is named after another service", second("mj-0412-search")],
  ["one of the catalogue", second("till-talk-0412")],
])("not %s", (_, events) => {
  expect(heldOf(...events)).toEqual([undefined, undefined]);
});

test("nor one in which another incident is declared", () => {
  const [opened, , later] = second("mj-0412-repair") as [RecordedEvent, RecordedEvent, RecordedEvent];
  const other = tool("D78", "declared", 300, {
    ...{
      service: "mail",
      correlation: [
        { type: "incident", value: "D78" },
        { type: "channel", value: "mj-0412-repair" },
      ],
    },
  });
  const words = says("brin", "s1", 305, "the letters are here", "mj-0412-repair");
  expect(heldOf(opened, other, words, later)).toEqual([undefined, undefined]);
});

test("nor one whose name two incidents share", () => {
  const beside = tool("D79", "declared", 10, {
    ...{
      service: "mail",
      correlation: [
        { type: "incident", value: "D79" },
        { type: "channel", value: "mj-0412-mail" },
      ],
    },
  });
  expect(heldOf(beside, ...second("mj-0412-repair"))).toEqual([undefined, undefined]);
});
