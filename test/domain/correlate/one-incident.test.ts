import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import { alert, message, page, pageStep, settings, tool, wordReader } from "./events.ts";

/** The openers of each incident, by their keys. */
const incidentsOf = (...events: RecordedEvent[]): string[][] =>
  correlate(events, [], settings, wordReader).incidents.map(({ openers }) =>
    openers.map(({ event }) => event.event.key),
  );

describe("an opener that cites an earlier one's id is of its incident", () => {
  const declared = tool("INC-9", "declared", 0, { service: "checkout" });
  const called = (title: string, facts = {}) => page("p", 4_000, { service: "mail", title, ...facts });

  test("days later and about another service, in its title or its text", () => {
    expect(incidentsOf(declared, called("INC-9: everybody please"))).toEqual([["INC-9:declared", "p"]]);
    expect(incidentsOf(declared, called("please", { text: "for inc-9" }))).toEqual([["INC-9:declared", "p"]]);
    expect(incidentsOf(declared, called("INC-91: everybody please"))).toHaveLength(2);
  });

  test("not by a mere number, nor in an alert, nor one that came later", () => {
    const numbered = tool("2024", "declared", 0, { service: "checkout" });
    expect(incidentsOf(numbered, called("2024 requests failed"))).toHaveLength(2);
    expect(incidentsOf(declared, alert("a", 4_000, { service: "mail", title: "INC-9" }))).toHaveLength(2);
    expect(incidentsOf(tool("INC-9", "declared", 5_000, { service: "checkout" }), called("INC-9"))).toHaveLength(2);
  });
});

describe("a page that bears an alert's name is of its incident", () => {
  const fired = alert("a", 0, { service: "mail", title: "MailQueue: too long" });
  const called = (minute: number, title = "MailQueue: too long") => page("p", minute, { service: "night crew", title });

  test("within five minutes, whatever service the pager names", () => {
    expect(incidentsOf(fired, called(5))).toEqual([["a", "p"]]);
    expect(incidentsOf(fired, called(6))).toHaveLength(2);
    expect(incidentsOf(fired, called(5, "MailBounces: too many"))).toHaveLength(2);
  });

  test("also where words of the pager stand behind the name, if it says the same", () => {
    expect(incidentsOf(fired, called(1, "MailQueue hall-2 east: too long"))).toEqual([["a", "p"]]);
    expect(incidentsOf(fired, called(1, "MailQueue hall-2 east: nobody reads it"))).toHaveLength(2);
    expect(incidentsOf(fired, called(1, "MailQueues: too long"))).toHaveLength(2);
    const elsewhere = page("p", 1, { service: "search", title: "MailQueue of search: too long" });
    expect(incidentsOf(fired, elsewhere)).toHaveLength(2);
  });

  test("and of no other that stands near", () => {
    const other = page("other", 1, { service: "search" });
    expect(incidentsOf(fired, other, page("p", 2, { title: "MailQueue: too long" }))).toEqual([["a", "p"], ["other"]]);
  });
});

describe("an incident goes on when people speak in its own channel of what begins", () => {
  const declared = [
    tool("INC-9", "declared", 0, {
      service: "checkout",
      correlation: [
        { type: "incident", value: "INC-9" },
        { type: "channel", value: "war-room" },
      ],
    }),
    tool("INC-9", "resolved", 60, { correlation: [{ type: "incident", value: "INC-9" }] }),
  ];
  const says = (key: string, minute: number) => message(key, minute, "it is back", "war-room");
  const again = (service: string) => page("p", 200, { service });

  test("about its service, or one that leans on the same", () => {
    const one = [["INC-9:declared", "p"]];
    expect(incidentsOf(...declared, again("checkout"), says("a", 201), says("b", 230))).toEqual(one);
    expect(incidentsOf(...declared, again("ledger"), says("a", 201), says("b", 230))).toEqual(one);
  });

  test("not for one message, for later ones, for another service or for one that somebody declares", () => {
    expect(incidentsOf(...declared, again("checkout"), says("a", 201))).toHaveLength(2);
    expect(incidentsOf(...declared, again("checkout"), says("a", 201), says("b", 231))).toHaveLength(2);
    expect(incidentsOf(...declared, again("mail"), says("a", 201), says("b", 202))).toHaveLength(2);
    const other = tool("INC-10", "declared", 199, { service: "checkout" });
    expect(
      incidentsOf(
        ...declared,
        other,
        pageStep("p", "triggered", 200, { service: "checkout" }),
        says("a", 201),
        says("b", 202),
      ),
    ).toHaveLength(2);
  });
});
