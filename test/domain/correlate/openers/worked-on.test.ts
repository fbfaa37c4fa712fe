import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { alert, message, settings } from "../events.ts";

const read = createReader();
const says = (who: string, minute: number, text: string, channel = "till-talk"): RecordedEvent =>
  message(`${who}@${minute}`, minute, text, channel, { actor: { type: "human", id: `x:${who}`, name: who } });

/** What opens incidents, in whatever order the events came. */
function openers(...events: RecordedEvent[]): string[] {
  const found = (some: readonly RecordedEvent[]) =>
    correlate(some, [], settings, read).incidents.map((one) => one.opener);
  expect(found(events.toReversed())).toEqual(found(events));
  return found(events);
}

const trouble = says("oona", 0, "some baskets show vouchers of another shop since the price import, 3 so far");
const taken = says("pim", 2, "looking");
const work = [
  says("pim", 5, "confirmed: the import wrote the vouchers of shop 12 into every shop"),
  says("cass", 9, "about 400 orders got a wrong voucher so far, it grows by ten a minute"),
  says("pim", 14, "stopped the import job on all three nodes"),
  says("oona", 18, "rolled the price import back to the file of yesterday"),
  says("oona", 21, "told support, they answer with a text of ours"),
  says("cass", 30, "restored the voucher table from the copy of 6:00"),
  says("pim", 36, "spot checked 20 baskets, all show their own vouchers again"),
  says("cass", 41, "cancelled the 412 wrong orders"),
];

describe("trouble that nobody declares and no machine pages for", () => {
  test("opens an incident with its first word where three people plainly work on it", () => {
    expect(openers(trouble, taken, ...work)).toEqual(["oona@0"]);
    const [incident] = correlate([trouble, taken, ...work], [], settings, read).incidents;
    expect(incident?.services).toEqual(["checkout"]);
    expect(incident?.attached).toHaveLength(2 + work.length);
  });

  test("opens nothing where nobody takes it on, or nothing is done about it", () => {
    expect(openers(trouble, ...work)).toEqual([]);
    expect(openers(trouble, taken)).toEqual([]);
    expect(openers(trouble, taken, ...work.slice(0, 2))).toEqual([]);
  });

  test("opens nothing where two people look at a thing of their own", () => {
    const alone = work.map(({ event }, index) => says(index % 2 ? "oona" : "pim", 5 + index, event.text ?? ""));
    expect(openers(trouble, taken, ...alone)).toEqual([]);
  });

  test("opens nothing in a channel that no service has", () => {
    const elsewhere = [trouble, taken, ...work].map(({ event }) =>
      says(event.actor.name ?? "", (event.occurredAt - trouble.event.occurredAt) / 6e7, event.text ?? "", "random"),
    );
    expect(openers(...elsewhere)).toEqual([]);
  });

  test("opens nothing of its own where an alert burns there: it is that incident's", () => {
    const burning = alert("a", -5, { service: "checkout", title: "Vouchers: wrong owner" });
    expect(openers(burning, trouble, taken, ...work)).toHaveLength(1);
  });
});
