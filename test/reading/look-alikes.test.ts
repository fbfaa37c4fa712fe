import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/domain/reading.ts";
import { createReader } from "../../src/reading/read.ts";
import { event } from "../domain/events.ts";

const read = createReader();

const said = (text: string): Reading =>
  read(event({ key: "chat/1", actor: { type: "human", name: "Wanda" }, title: text }));

describe("trouble in the words of recovery", () => {
  it.each([
    "errors aren't coming down",
    "latency is not falling",
    "error rate is not going down",
    "timeouts are hardly dropping",
    "tickets never go down, they are not going down now either",
    "timeouts, sorter falling behind",
    "failures: belts falling over",
    "fails because the kiln is going down",
    "kiln failing, going down",
    "errors on 3 belts, trays dropping out one by one",
    "timeouts, dropping every second tray",
    "no belt has quorum",
    "nobody has quorum",
    "the rings must have quorum",
    "3 of 3 belts not ready",
    "0/0 ready",
    "5 of 5 belts in service refuse trays",
    "12/12 serving errors",
    "4/4 ready, still no tray",
    "2 of 2 belts healthy, latency 9 s",
    "error rate keeps climbing, 5 of 5 belts serving",
    "3/3 ready for the scrap yard",
    "errors coming down from the gateway",
    "4/4 healthy, yet no tray comes through",
    "errors at 0, because nobody can log in",
    "errors have not stopped",
    "load is normal, so it's not the crowd",
    "none of the rings is whole again",
    "the index isn't whole",
    "timeouts are down to the firewall",
    "errors are down to a bad config",
    "is 3/3 ready",
    "we need 3/3 healthy",
    "waiting for 3/3 healthy",
    "errors 19 %, falling over",
    "latency 900 ms, dropping trays",
  ])("%s", (text) => {
    const { kind, certain } = said(text);
    expect(kind === "recovery" && certain).toBe(false);
  });

  it.each([
    "error rate is steadily going down",
    "timeouts on the kiln are falling",
    "5xx 12/s, dropping",
    "tickets are coming down",
    "latency down from 900 ms",
    "3 of 3 belts ready again",
    "all 3 rings are back, 3/3 healthy",
    "latency is normal again",
    "error rate's down to like 5 %",
    "failing total is 7% and falling fast, was 35",
    "the ring is whole, repair runs",
    "every belt has the map now, and the error rate is down to the usual noise",
  ])("and recovery itself: %s", (text) => {
    expect(said(text)).toMatchObject({ kind: "recovery", certain: true });
  });
});

describe("what fell again, and what changed nothing, without an attempt that failed", () => {
  it.each([
    "error rate dropped again",
    "error rate dropped again, all good",
    "error rate is down again",
    "lag dropped again",
    "queue dropped again, nearly empty",
    "p99 dropped again",
    "load drops again after the scale up, looking good",
    "timeouts gone again",
    "flushed the cache, still green",
    "restarted the kiln: nothing unusual",
    "reloaded it, nothing left in the queue",
    "restarted, no change in customer impact, all green",
    "it did not, all good",
    "I feared it broke, it did not",
    "it did nothing wrong",
    "I did nothing, it recovered",
    "don't do anything yet",
    "so much for lunch",
    "the new map doesn't do anything harmful",
    "restarted it, still nothing unusual in the logs",
    "restarted the feeds: still catching up, looks good",
    "it dropped again to 2%",
    "sessions went down again to the usual 400",
  ])("%s", (text) => {
    expect(said(text).kind).not.toBe("failed_attempt");
  });

  it.each([
    "belt-2 went down again",
    "the links dropped again after a minute",
    "they fall over again",
    "stopped the belts, the kiln still up and full of errors",
    "the replicas crashed again",
    "flushed the cache, still red",
    "vats 2 and 3 fall over again",
    "crashed again on the big vat",
    "speed limits don't do anything",
    "cleared the list, it moved, then stuck again",
    "that did nothing",
  ])("an attempt that failed: %s", (text) => {
    expect(said(text).kind).toBe("failed_attempt");
  });
});

describe("incidents that nobody opens, or not now", () => {
  it.each([
    "we are not opening a major",
    "we aren't going to be raising a major",
    "opened a major, then closed it yesterday",
    "declared a major on Monday",
    "I can take IC on Thursday",
    "I can be IC this week",
    "I'll take command tomorrow",
    "glad to take incident command next quarter",
    "I run this, it prints nothing",
    "happy to be IC for the game day",
    "happy to take IC in the drill",
    "no need for opening a major.",
    "not declaring an incident",
    "nobody declared an incident",
    "solved without declaring an incident",
    "declaring an incident is not needed",
    "opening an incident is overkill",
    "he keeps opening a major for everything",
    "taking IC training today",
    "I can take IC when Nils leaves",
    "I'd be against opening a major",
    "too early for declaring a sev1",
    "this is a drill: declaring an incident",
  ])("%s", (text) => {
    expect(said(text).declares).toBe(false);
  });

  it.each([
    "not sure what it is, opening a major",
    "declaring an incident, this began yesterday",
    "opened an incident, the third this week",
    "opening a major: the Friday job is stuck",
    "I run this. Nils: pumps",
    "I lead this, Nils: pumps, Runa: customers",
    "I run this, nils on pumps, runa on customers",
    "I'm IC from here, thanks Nils",
    "it does not stop so I'm opening a major",
  ])("and one that is opened: %s", (text) => {
    expect(said(text).declares).toBe(true);
  });
});

it("hears no trouble in an incident that is not opened", () => {
  expect(said("we are not opening a major").kind).not.toBe("symptom");
  expect(said("the gates are not opening").kind).toBe("symptom");
});

describe("the place of the trouble is nobody who speaks", () => {
  it.each([
    "checkout fails here, customers get 500s",
    "checkout 500s here",
    "checkout 500s here.",
    "checkout crashed here, all red",
    "checkout not working here, again",
    "checkout failing here, help",
    "no checkout here, users cannot pay",
    "no support here, sorry",
  ])("%s", (text) => {
    expect(said(text).speaksFor?.()).toBeNull();
  });

  it.each([
    ["Customers cannot pay. Checkout team here, we see it", "Checkout team"],
    ["hi all, the kiln on-call here: no tray comes out", "the kiln on-call"],
    ["payments here. the banks don't reach us either", "payments"],
    ["service desk here, forty calls about labels", "service desk"],
  ])("%s", (text, who) => {
    expect(said(text).speaksFor?.()).toBe(who);
  });
});

describe("times of a schedule", () => {
  it.each([
    "backup stops at 10:00 every day",
    "standup stops at 10:15",
    "trays stop at 10:00 daily",
    "we stop at 10:15",
    "they stop at 10:00",
    "SLA ends at 09:00, according to metrics",
    "log retention deletes everything before 09:00 per the logs config",
    "first seen on Friday at 10:05:12",
  ])("date nothing: %s", (text) => {
    const at = Date.UTC(2026, 4, 4, 10, 20) * 1000;
    const told = read(event({ key: "chat/9", actor: { type: "human" }, title: text, occurredAt: at as never }));
    expect(told.happenedAt).toBeUndefined();
  });
});

it("hears no decision in what is not decided", () => {
  expect(said("it is not decided: north or south").certain).toBe(false);
});

describe("states and names that are no word of anybody", () => {
  it.each([
    ["replication remains paused", "decision"],
    ["the queue remains frozen.", "decision"],
    ["the pod stays put, stuck in Pending", "decision"],
    ["the kiln is not starting it now", "decision"],
    ["not starting it now", "decision"],
    ["the deployment remains paused, stuck at 3 of 5", "decision"],
    ["calling the auth team API returns 500", "escalation"],
    ["calling @cache twice returns 500", "escalation"],
    ["I'm on this version as well", "acknowledgement"],
    ["I take it, you restarted the kiln.", "acknowledgement"],
  ])("%s: no %s", (text, kind) => {
    expect(said(text).kind).not.toBe(kind);
  });

  it.each([
    ["the rollout stays paused", "decision"],
    ["releases remain on hold", "decision"],
    ["the old kiln stays where it is until we have moved everybody", "decision"],
    ["we're not starting that tonight", "decision"],
    ["calling the auth team now", "escalation"],
    ["I'm on this one", "acknowledgement"],
  ])("%s: %s", (text, kind) => {
    expect(said(text).kind).toBe(kind);
  });
});
