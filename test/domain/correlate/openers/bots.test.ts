import { describe, expect, it } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { incidentId } from "../../../../src/domain/served-names.ts";
import { createReader } from "../../../../src/reading/read.ts";
import { alert, type Facts, message, settings, tool } from "../events.ts";

const read = createReader();

/** The incidents as lists of opener keys, whatever the order of arrival. */
function together(...events: RecordedEvent[]): string[][] {
  const openers = (some: readonly RecordedEvent[]) =>
    correlate(some, [], settings, read).incidents.map((one) => one.openers.map(({ event }) => event.event.key));
  expect(openers(events.toReversed())).toEqual(openers(events));
  return openers(events);
}

const post = (key: string, minute: number, text: string, channel = "desk", facts: Facts = {}): RecordedEvent =>
  message(key, minute, text, channel, { actor: { type: "automation", name: "siren" }, ...facts });
const says = (name: string, key: string, minute: number, text: string, channel = "random"): RecordedEvent =>
  message(key, minute, text, channel, { actor: { type: "human", id: `chat:U${name}`, name } });
const runa = says("runa", "runa", -200, "lunch?");
const nils = says("nils", "nils", -200, "lunch?");
const opened = (key: string, minute: number, channel = "desk") =>
  post(key, minute, "INC-412 declared by runa: payments are broken", channel);

describe("what a bot posts of an incident's number", () => {
  it("opens one where somebody opened it whom the record knows", () => {
    expect(together(runa, opened("post", 0))).toEqual([["post"]]);
    expect(together(runa, post("post", 0, "INC-412 declared by <@Uruna>: payments are broken"))).toEqual([["post"]]);
    const people = [{ name: "Runa Lind" }];
    expect(correlate([opened("post", 0)], [], { ...settings, people }, read).incidents).toHaveLength(1);
  });

  it.each([
    "INC-412 declared by Cloudwharf: search is slow in eu-2",
    "Cloudwharf declared INC-412: search is slow in eu-2",
    "runa declared an incident",
    "runa opened PAY-331: printer jam",
  ])("opens none: %s", (text) => {
    expect(together(runa, post("post", 0, text))).toEqual([]);
  });

  it("is one however often it is told, and where", () => {
    expect(together(runa, opened("a", 0), opened("b", 0, "all-hands"), opened("c", 5), opened("d", 300))).toEqual([
      ["a"],
    ]);
  });

  it("ends with the post that says so", () => {
    const [incident] = correlate(
      [runa, opened("post", 0), post("end", 50, "INC-412 resolved by runa")],
      [],
      settings,
      read,
    ).incidents;
    expect(incident).toMatchObject({ closed: true });
    expect(incident?.attached.map(({ event }) => event.event.key)).toEqual(["post", "end"]);
  });

  it("is the tool's of that number, and not that of another", () => {
    const declared = tool("INC-412", "declared", 0, { service: "checkout" });
    expect(together(runa, declared, opened("post", 0.2))).toEqual([["INC-412:declared"]]);
    expect(together(runa, declared, opened("post", 400))).toEqual([["INC-412:declared"]]);
    expect(together(runa, opened("post", -0.2), declared)).toEqual([["post", "INC-412:declared"]]);
    const other = post("other", 3, "INC-413 opened by runa: mail is slow");
    expect(together(runa, declared, other)).toEqual([["INC-412:declared"], ["other"]]);
  });

  it("is not that of another number, about whatever", () => {
    const posts = [
      post("one", 0, "INC-412 opened by runa: checkout errors"),
      post("two", 10, "INC-413 opened by runa: checkout typo, see INC-412"),
    ];
    expect(together(runa, ...posts)).toEqual([["one"], ["two"]]);
  });

  it("is what that person has just declared, wherever", () => {
    const lead = says("runa", "lead", 0, "declaring a sev1, checkout is down", "till-talk");
    const told = post("post", 0.5, "INC-1234 declared by runa: search answers nobody");
    expect(together(lead, told)).toEqual([["lead", "post"]]);
    expect(together(nils, lead, post("post", 0.5, "INC-1234 declared by nils: search answers nobody"))).toHaveLength(2);
  });

  it("is the only incident that is open, where it names no service", () => {
    const told = post("post", 10, "INC-1234 declared by runa: customers see 500s");
    const lead = says("nils", "lead", 0, "declaring a sev1, checkout is down", "till-talk");
    expect(together(runa, lead, told)).toEqual([["lead", "post"]]);
    expect(together(runa, alert("fire", 0, { service: "checkout" }), told)).toEqual([["fire", "post"]]);
    const both = [alert("fire", 0, { service: "checkout" }), alert("smoke", 0, { service: "mail" })];
    expect(together(runa, ...both, told)).toHaveLength(3);
  });

  it("keeps the id that it was served under, whatever comes late", () => {
    const events = [
      ...[runa, nils, opened("post", 5.7, "inc-412-pay"), post("other", 28, "INC-413 opened by nils", "inc-412-pay")],
      ...[says("nils", "desk", 50, "support desk here, checkout is down for customers", "search-talk")],
      ...[tool("INC-412", "declared", 70), alert("late", 5.4, { service: "search" })],
    ];
    for (let count = 1; count < events.length; count++) {
      const served = correlate(events.slice(0, count), [], settings, read).incidents;
      const names = correlate(events.slice(0, count + 1), [], settings, read).incidents;
      const known = new Set(names.flatMap(({ id, aliases }) => [id, ...aliases]));
      for (const { id } of served) expect(known).toContain(id);
    }
    const last = correlate(events, [], settings, read).incidents;
    expect(last.flatMap(({ id, aliases }) => [id, ...aliases])).toContain(incidentId("other"));
  });

  it("opens one also when the bot wrote something else over it", () => {
    const posted = opened("post", 0);
    const edited = { ...posted, event: { ...posted.event, text: "all is well" }, superseded: [posted.event] };
    expect(together(runa, edited)).toEqual([["post"]]);
  });
});
