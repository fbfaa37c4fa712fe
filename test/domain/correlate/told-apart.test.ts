import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { OpsEvent, RecordedEvent } from "../../../src/domain/event.ts";
import type { Reader } from "../../../src/domain/reading.ts";
import { minutes, recorded } from "../events.ts";
import { alert, type Facts, message, page, settings, tool, wordReader } from "./events.ts";

/** The incidents as lists of opener keys, whatever the order of arrival. */
function together(...events: RecordedEvent[]): string[][] {
  const openers = (some: readonly RecordedEvent[]) =>
    correlate(some, [], settings, wordReader).incidents.map((one) => one.openers.map(({ event }) => event.event.key));
  expect(openers(events.toReversed())).toEqual(openers(events));
  return openers(events);
}

const till = { service: "checkout" };
const ledger = { service: "ledger" };
const declared = (id: string, minute: number, facts: Facts = {}) =>
  tool(id, "declared", minute, { group: `/desk#${id}`, ...facts });
const room = (name: string, minute: number): RecordedEvent =>
  recorded({
    key: `room-${name}`,
    kind: "channel",
    action: "created",
    occurredAt: minutes(minute),
    correlation: [{ type: "channel", value: name }],
  });

describe("incidents of which one leans on the other's service", () => {
  test("are one while nobody told them apart", () => {
    expect(together(page("slow", 0, till), alert("full", 20, ledger))).toEqual([["slow", "full"]]);
  });

  test("are two where a tool numbered them, and each has the openers of its own service", () => {
    const events = [
      ...[page("slow", 0, till), declared("INC-1", 5, till), alert("full", 20, ledger), declared("INC-2", 25, ledger)],
      ...[alert("slower", 30, till), alert("fuller", 31, ledger)],
    ];
    expect(together(...events)).toEqual([
      ["slow", "INC-1:declared", "slower"],
      ["full", "INC-2:declared", "fuller"],
    ]);
  });

  test("are two where people declared them in rooms of their own", () => {
    const events = [
      ...[page("slow", 0, till), room("inc-till-slow", 4), message("one", 5, "!declare", "inc-till-slow")],
      ...[alert("full", 20, ledger), room("inc-ledger-full", 24), message("two", 25, "!declare", "inc-ledger-full")],
    ];
    expect(together(...events)).toEqual([["slow"], ["full", "two"]]);
  });

  test("are one where the second room is a further one of the first", () => {
    const further = [room("inc-till-customers", 24), message("two", 25, "!declare", "inc-till-customers")];
    const first = [page("slow", 0, till), room("inc-till-slow", 4), message("one", 5, "!declare", "inc-till-slow")];
    expect(together(...first, ...further)).toEqual([["slow"]]);
    const numbered = [room("inc-7", 4), message("one", 5, "!declare", "inc-7")];
    const again = [room("inc-7-comms", 24), message("two", 25, "!declare", "inc-7-comms")];
    expect(together(page("slow", 0, till), ...numbered, ...again)).toEqual([["slow"]]);
  });

  test("are one where both were declared in the room that stands ready for all", () => {
    const always = message("before", -300, "lunch?", "incident-desk");
    const events = [page("slow", 0, till), message("one", 5, "!declare", "incident-desk"), alert("full", 20, ledger)];
    expect(together(always, ...events, message("two", 25, "!declare", "incident-desk"))).toEqual([
      ["slow", "full"],
      ["one"],
    ]);
  });
});

test("what further rooms are called is told by the language", () => {
  const first = [page("slow", 0, till), room("inc-till-slow", 4), message("one", 5, "!declare", "inc-till-slow")];
  const second = [alert("full", 20, ledger), room("inc-kunden", 24), message("two", 25, "!declare", "inc-kunden")];
  const german = Object.assign((event: OpsEvent) => wordReader(event), { roomWords: new Set(["inc", "kunden"]) });
  const incidents = (read: Reader) => correlate([...first, ...second], [], settings, read).incidents.length;
  expect([incidents(wordReader), incidents(german)]).toEqual([2, 1]);
});

test("two rooms with nothing but numbers in their names are two incidents", () => {
  const one = [room("inc-7", 4), message("one", 5, "!declare", "inc-7")];
  const two = [room("inc-8", 24), message("two", 25, "!declare", "inc-8")];
  expect(together(page("slow", 0, till), ...one, alert("full", 20, ledger), ...two)).toHaveLength(2);
});

test("two rooms of one number are one incident, unless the number is a date", () => {
  const first = [page("slow", 0, till), room("inc-7-login", 4), message("one", 5, "!declare", "inc-7-login")];
  const second = (name: string) => [alert("full", 20, ledger), room(name, 24), message("two", 25, "!declare", name)];
  expect(together(...first, ...second("inc-7-sso"))).toEqual([["slow", "full"]]);
  const dated = [page("slow", 0, till), room("inc-0319-login", 4), message("one", 5, "!declare", "inc-0319-login")];
  expect(together(...dated, ...second("inc-0319-disks"))).toHaveLength(2);
});
