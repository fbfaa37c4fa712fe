import { describe, expect, it, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { OpsEvent, RecordedEvent } from "../../../src/domain/event.ts";
import { minutes, recorded } from "../events.ts";
import { alert, message, page, settings, wordReader } from "./events.ts";

const by = (name: string) => ({ actor: { type: "human" as const, name } });
const says = (who: string, key: string, minute: number, text: string, channel: string) =>
  message(key, minute, text, channel, by(who));

const created = (name: string, minute: number, facts: Partial<OpsEvent> = {}): RecordedEvent =>
  recorded({
    key: `created-${name}`,
    kind: "channel",
    action: "created",
    occurredAt: minutes(minute),
    correlation: [{ type: "channel", value: name }],
    ...facts,
  });

const filled = (channel: string, from = 12) => [
  says("adele", "m1", from, "all of you in here", channel),
  says("brin", "m2", from + 1, "present", channel),
  says("adele", "m3", from + 200, "it is the third shelf", channel),
];

function reasonOf(key: string, ...events: RecordedEvent[]): string | undefined {
  const opener = page("PAGE42", 0, { service: "checkout", title: "baskets time out" });
  const [incident] = correlate([opener, ...events], [], settings, wordReader).incidents;
  return incident?.attached.find(({ event }) => event.event.key === key)?.reason;
}

test("a channel that is created for a fresh incident, named after what it is about, is its war room", () => {
  expect(reasonOf("m3", created("till-war-room", 10), ...filled("till-war-room"))).toBe("incident_channel");
  expect(reasonOf("m3", created("ledger-fire", 10), ...filled("ledger-fire"))).toBe("incident_channel");
});

test("so is one that somebody points at where the incident's services are spoken of", () => {
  const points = says("adele", "points", 9, "please come to #blue-sofa", "till-talk");
  expect(reasonOf("m3", created("blue-sofa", 10), points, ...filled("blue-sofa"))).toBe("incident_channel");
  expect(reasonOf("m3", created("blue-sofa", 10), ...filled("blue-sofa"))).toBeUndefined();
  const elsewhere = says("adele", "points", 9, "please come to #blue-sofa", "search-talk");
  expect(reasonOf("m3", created("blue-sofa", 10), elsewhere, ...filled("blue-sofa"))).toBeUndefined();
});

test("not one of another service, one in which one person writes, one that came later, or one for a mere alert", () => {
  expect(reasonOf("m3", created("search-war-room", 10), ...filled("search-war-room"))).toBeUndefined();
  const [alone] = filled("till-notes");
  expect(reasonOf("m1", created("till-notes", 10), alone as RecordedEvent)).toBeUndefined();
  expect(reasonOf("m3", created("till-party", 90), ...filled("till-party", 91))).toBeUndefined();
  const [incident] = correlate(
    [alert("a", 0, { service: "checkout" }), created("till-war-room", 10), ...filled("till-war-room")],
    [],
    settings,
    wordReader,
  ).incidents;
  expect(incident?.attached.map(({ event }) => event.event.key)).not.toContain("m3");
});

describe("a channel that stood ready, silent, until whoever declared the incident wrote there", () => {
  const declared = recorded({
    ...{ key: "MAJ-7", kind: "incident", action: "declared", title: "baskets time out", service: "checkout" },
    ...{ severity: "critical", occurredAt: minutes(12), correlation: [{ type: "incident", value: "MAJ-7" }] },
    ...by("adele"),
  });
  const lastReason = (...events: RecordedEvent[]) => reasonOf("m3", declared, ...events);

  it("is its war room", () => {
    expect(lastReason(...filled("C0READY", 12))).toBe("incident_channel");
    expect(lastReason(...filled("C0READY", 11))).toBe("incident_channel");
  });

  it("is none that was talked in before, that somebody else woke, or that stayed a monologue", () => {
    expect(lastReason(says("brin", "m0", 2, "lunch?", "C0READY"), ...filled("C0READY"))).toBeUndefined();
    expect(lastReason(says("brin", "m0", 11, "lunch?", "C0READY"), ...filled("C0READY"))).toBeUndefined();
    expect(lastReason(...filled("C0READY", 17))).toBeUndefined();
    const [alone, , later] = filled("C0READY");
    expect(lastReason(alone as RecordedEvent, later as RecordedEvent)).toBeUndefined();
  });

  it("is none of the catalogue's", () => {
    expect(lastReason(...filled("search-talk"))).toBeUndefined();
  });
});

describe("of two incidents at once, a channel that matches the pattern", () => {
  const checkout = page("PAGE42", 0, { service: "checkout" });
  const mailDown = page("PAGE43", 25, { service: "mail" });
  const openedBy = (channel: string, ...events: RecordedEvent[]) =>
    correlate([checkout, created(channel, 5), ...events], [], settings, wordReader).incidents.map(
      ({ openers, services, attached }) => ({
        openers: openers.map(({ event }) => event.event.key),
        services,
        holds: attached.map(({ event }) => event.event.key).filter((key) => /^m\d$/.test(key)),
      }),
    );

  it("is that of what its name tells of, although another incident is nearer", () => {
    const talk = filled("inc-7-mails", 6);
    expect(openedBy("inc-7-mails", ...talk, mailDown)).toEqual([
      { openers: ["PAGE42"], services: ["checkout"], holds: [] },
      { openers: ["PAGE43"], services: ["mail"], holds: ["m1", "m2", "m3"] },
    ]);
  });

  it("opens an incident of its own by what somebody declares there, about what its name tells of", () => {
    const declares = says("adele", "m0", 5, "!declare nothing leaves the building", "inc-7-mails");
    expect(openedBy("inc-7-mails", declares, ...filled("inc-7-mails", 6))).toEqual([
      { openers: ["PAGE42"], services: ["checkout"], holds: [] },
      { openers: ["m0"], services: ["mail"], holds: ["m0", "m1", "m2", "m3"] },
    ]);
    expect(openedBy("inc-7-mails", declares, ...filled("inc-7-mails", 6), mailDown)).toEqual([
      { openers: ["PAGE42"], services: ["checkout"], holds: [] },
      { openers: ["m0", "PAGE43"], services: ["mail"], holds: ["m0", "m1", "m2", "m3"] },
    ]);
  });

  it("is still the nearest's where its name tells of that, of what that depends on, of nothing known, or of what no incident is about", () => {
    for (const name of ["inc-7-till", "inc-7-ledger", "inc-7-blue"]) {
      const declares = says("adele", "m0", 5, "!declare nothing leaves the building", name);
      expect(openedBy(name, declares, ...filled(name, 6))).toMatchObject([
        { openers: ["PAGE42"], holds: ["m0", "m1", "m2", "m3"] },
      ]);
    }
    expect(openedBy("inc-7-mail", ...filled("inc-7-mail", 6))).toMatchObject([{ holds: ["m1", "m2", "m3"] }]);
  });
});

describe("a silent channel where somebody writes whom a bot named when it told that an incident was declared", () => {
  const bot = { actor: { type: "automation" as const, name: "siren" } };
  const told = (names: string) =>
    message("told", 11.5, `INC-7 declared by ${names} Checkout fails`, "all-incidents", bot);

  const cleo = says("cleo", "cleo", -400, "lunch?", "random");

  it("is that incident's own", () => {
    expect(reasonOf("m3", cleo, told("cleo. Lead: Adele."), ...filled("C0STAND"))).toBe("incident_channel");
  });

  it("is not, where a name is but a word of what happened", () => {
    expect(
      reasonOf("m3", cleo, told("cleo. Lead: brin. For adele and all others"), ...filled("C0STAND")),
    ).toBeUndefined();
  });

  it("is not, where it named others, or people", () => {
    expect(reasonOf("m3", cleo, told("cleo. Lead: brin."), ...filled("C0STAND"))).toBeUndefined();
    const person = says("cleo", "told", 11.5, "!declare adele leads, checkout fails", "all-incidents");
    expect(reasonOf("m3", person, ...filled("C0STAND"))).toBeUndefined();
  });
});
