import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { OpsEvent, RecordedEvent } from "../../../../src/domain/event.ts";
import type { Gist, Reader } from "../../../../src/domain/reading.ts";
import type { Settings } from "../../../../src/domain/settings.ts";
import { alert, alertEnd, change, message, page, pageStep, settings as shop, wordReader } from "../events.ts";

/** `checkout` leans on `ledger`, that on `disks`; `refunds` leans on `ledger` too, and `search` on nothing of theirs. */
const settings: Settings = {
  ...shop,
  services: [
    { name: "checkout", dependsOn: ["ledger"], channels: ["till-talk"] },
    { name: "refunds", dependsOn: ["ledger"], channels: ["refund-talk"] },
    { name: "ledger", dependsOn: ["disks"], channels: ["ledger-talk"] },
    { name: "disks", channels: ["disk-talk"] },
    { name: "search", channels: ["search-talk"] },
  ],
};

/** Reads as `wordReader`; what holds a tilde is hardly ever worth a line. */
const reader: Reader = (event) => ({ ...wordReader(event), gist: () => gist(event) });
const gist = ({ text = "" }: OpsEvent) => ({ worth: text.includes("~") ? 0.05 : 0.8 }) as Gist;

const by = (name: string) => ({ actor: { type: "human" as const, name } });
const says = (who: string, key: string, minute: number, text: string, channel = "till-talk") =>
  message(key, minute, text, channel, by(who));

/** A page about checkout at which Adele and Brin work for an hour; they speak of the pantry and of node17 again and again. */
const worked = [
  page("PAGE42", 0, { service: "checkout", title: "baskets time out" }),
  says("adele", "w1", 1, "!happening baskets hang, since the pantry moved I think"),
  says("brin", "w2", 2, "!happening baskets: pantry workers are at node17 only"),
  says("adele", "w3", 3, "!happening drained node17"),
  says("brin", "w4", 40, "!happening the cupboard limit holds the pantry back"),
  says("adele", "w5", 59, "!happening baskets are fine again"),
  pageStep("PAGE42", "resolved", 60),
];

function reasons(...events: RecordedEvent[]): Record<string, string> {
  const [incident] = correlate([...worked, ...events], [], settings, reader).incidents;
  return Object.fromEntries((incident?.attached ?? []).map(({ event, reason }) => [event.event.key, reason]));
}

const HOUR = 60;
const DAY = 24 * HOUR;

describe("while it lasts", () => {
  test("what those who take part say where services are spoken of that have to do with its own", () => {
    const found = reasons(
      says("brin", "below", 10, "one shelf is dark", "ledger-talk"),
      says("brin", "beside", 11, "money back does not work either", "refund-talk"),
      says("brin", "idle", 12, "~ lunch?", "refund-talk"),
      says("otto", "outsider", 13, "one shelf is dark", "refund-talk"),
      says("brin", "elsewhere", 14, "one shelf is dark", "search-talk"),
    );
    expect(found).toMatchObject({ below: "work_elsewhere", beside: "work_elsewhere" });
    for (const key of ["idle", "outsider", "elsewhere"]) expect(found).not.toHaveProperty(key);
  });

  test("their changes of services that lean on the same, in the words that they speak in", () => {
    const found = reasons(
      change("spoken", 20, { ...by("adele"), service: "refunds", title: "refunds: empty the pantry" }),
      change("unspoken", 21, { ...by("adele"), service: "refunds", title: "refunds: new colours" }),
      change("outsiders", 22, { ...by("otto"), service: "refunds", title: "refunds: paint the pantry" }),
      change("tried", 23, { ...by("adele"), service: "refunds", title: "refunds: pantry", environment: "staging" }),
      change("begun", 24, { ...by("adele"), service: "refunds", title: "refunds: pantry", action: "started" }),
    );
    expect(found).toMatchObject({ spoken: "change_spoken_of" });
    for (const key of ["unspoken", "outsiders", "tried", "begun"]) expect(found).not.toHaveProperty(key);
  });

  test("also days after it began, but only what is said in words of it", () => {
    const long = worked.filter(({ event }) => event.action !== "resolved");
    const reasonsOf = (...events: RecordedEvent[]) => {
      const end = pageStep("PAGE42", "resolved", 3 * DAY);
      const [incident] = correlate([...long, end, ...events], [], settings, reader).incidents;
      return Object.fromEntries((incident?.attached ?? []).map(({ event, reason }) => [event.event.key, reason]));
    };
    const found = reasonsOf(
      says("brin", "of-it", 2 * DAY, "we empty the pantry by hand"),
      says("brin", "other", 18 * HOUR, "the new colours arrived"),
      page("PAGE43", 19 * HOUR, { service: "checkout", title: "baskets time out" }),
    );
    expect(found).toMatchObject({ "of-it": "work_elsewhere", PAGE43: "opens_incident" });
    expect(found).not.toHaveProperty("other");
  });

  test("alerts of what leans on the same, or lies two steps below, shortly after the start", () => {
    const lesser = { severity: "medium" as const };
    const found = reasons(
      alert("beside", 5, { ...lesser, service: "refunds" }),
      alert("deep", 6, { ...lesser, service: "disks" }),
      alert("late", 50, { ...lesser, service: "disks" }),
      alert("else", 7, { ...lesser, service: "search" }),
    );
    expect(found).toMatchObject({ beside: "related_alert", deep: "related_alert" });
    for (const key of ["late", "else"]) expect(found).not.toHaveProperty(key);
  });
});

describe("before it", () => {
  test("first signs: what is told minutes before in a channel of its services or of what they lean on, trouble in any by one of them", () => {
    const found = reasons(
      says("otto", "below", -5, "the shelf is out", "ledger-talk"),
      says("otto", "early", -15, "the shelf is out", "ledger-talk"),
      says("otto", "idle", -4, "~ lunch?", "ledger-talk"),
      says("brin", "trouble", -3, "!report people call and cannot pay", "random"),
      says("brin", "talk", -2, "people are nice today", "random"),
      says("otto", "outsider", -2, "!report nobody answers the door", "random"),
    );
    expect(found).toMatchObject({ below: "first_sign", trouble: "first_sign" });
    for (const key of ["early", "idle", "talk", "outsider"]) expect(found).not.toHaveProperty(key);
  });

  test("what they ran shortly before on a service that leans on its own, if they speak of it again and again", () => {
    const ran = (key: string, minute: number, title: string, facts: Partial<OpsEvent> = {}) =>
      change(key, minute, { ...by("adele"), service: "refunds-ui", title, ...facts });
    const services = [...settings.services, { name: "refunds-ui", dependsOn: ["checkout"] }];
    const run = [{ type: "run", value: "r1" }];
    const { incidents } = correlate(
      [
        ...worked,
        ran("began", -50, "sweep the pantry", { action: "started", correlation: run }),
        ran("swept", -40, "sweep the pantry", { correlation: run }),
        ran("unspoken", -40, "new colours"),
        ran("begun", -40, "pantry doors", { action: "started" }),
        ran("outsiders", -40, "paint the pantry", by("otto")),
        ran("long-ago", -3 * HOUR, "sweep the pantry"),
      ],
      [],
      { ...settings, services },
      reader,
    );
    const found = Object.fromEntries((incidents[0]?.attached ?? []).map((one) => [one.event.event.key, one.reason]));
    expect(found).toMatchObject({ began: "lead_up_spoken_of", swept: "lead_up_spoken_of" });
    for (const key of ["unspoken", "begun", "outsiders", "long-ago"]) expect(found).not.toHaveProperty(key);
  });

  test("the work of those who take part on the same services, hours before", () => {
    const found = reasons(
      says("brin", "work", -4 * HOUR, "!happening blocked a robot"),
      says("brin", "talk", -4 * HOUR, "who of you is in today"),
      says("brin", "idle", -4 * HOUR, "!happening ~ bread is here"),
      says("otto", "outsider", -4 * HOUR, "!happening moved a shelf"),
      says("brin", "below", -4 * HOUR, "!happening moved a shelf", "ledger-talk"),
      says("brin", "yesterday", -20 * HOUR, "!happening moved a shelf"),
    );
    expect(found).toMatchObject({ work: "early_work" });
    for (const key of ["talk", "idle", "outsider", "below", "yesterday"]) expect(found).not.toHaveProperty(key);
  });

  test("an alert that fires still when it begins, and the work at it; not one that was over", () => {
    const lesser = { severity: "medium" as const, service: "ledger" };
    const work = says("brin", "work", -3 * HOUR, "moved a shelf", "ledger-talk");
    const fires = alert("fires", -4 * HOUR, lesser);
    expect(reasons(fires, work)).toMatchObject({ fires: "firing_at_start", work: "early_work" });
    const over = reasons(fires, alertEnd("fires", -3 * HOUR, lesser), work);
    expect(over).not.toHaveProperty("fires");
    expect(over).not.toHaveProperty("work");
  });

  test("an alert that was over, at which they worked by its words", () => {
    const facts = { severity: "medium" as const, service: "checkout" };
    const fires = (title: string) => [
      alert("fires", -4 * HOUR, { ...facts, title }),
      alertEnd("fires", -3 * HOUR, { ...facts, title }),
    ];
    const work = says("brin", "work", -4 * HOUR + 10, "!happening blocked robots on till9");
    expect(reasons(...fires("Busy: till9 is busy"), work)).toMatchObject({ fires: "worked_at_before" });
    expect(reasons(...fires("Busy: till8 is busy"), work)).not.toHaveProperty("fires");
  });

  test("a change of theirs, a day before, of which they speak once, in two words of it", () => {
    const of = (who: string, title: string) => change("c", -DAY, { ...by(who), service: "ledger", title });
    expect(reasons(of("adele", "a cupboard with a limit"))).toMatchObject({ c: "lead_up_spoken_of" });
    expect(reasons(of("otto", "a cupboard with a limit"))).not.toHaveProperty("c");
    expect(reasons(of("adele", "a cupboard with doors"))).not.toHaveProperty("c");
  });

  test("a change, a day before, of which people speak again and again", () => {
    const of = (title: string, facts = {}, minute = -DAY) =>
      change("c", minute, { ...by("otto"), service: "ledger", title, ...facts });
    expect(reasons(of("pantry on for everybody"))).toMatchObject({ c: "lead_up_spoken_of" });
    expect(reasons(of("reboot node17"))).toMatchObject({ c: "lead_up_spoken_of" });
    expect(reasons(of("cupboard doors"))).not.toHaveProperty("c");
    expect(reasons(of("pantry on", { service: "search" }))).not.toHaveProperty("c");
    expect(reasons(of("pantry on", {}, -4 * DAY))).not.toHaveProperty("c");
  });
});

describe("after it", () => {
  test("what those who take part do next in its words, and say where its services are spoken of", () => {
    const found = reasons(
      change("fix", DAY, { ...by("brin"), service: "checkout", title: "raise the cupboard limit" }),
      change("other", DAY, { ...by("brin"), service: "checkout", title: "new colours" }),
      change("outsiders", DAY, { ...by("otto"), service: "checkout", title: "raise the cupboard limit" }),
      says("brin", "note", DAY, "the door is fixed for good"),
      says("brin", "words", DAY, "~ cupboard limit is on the agenda"),
      says("brin", "idle", DAY, "~ lunch?"),
      says("otto", "outsider", DAY, "the door is fixed for good"),
      says("brin", "late", 6 * DAY, "the door is fixed for good"),
    );
    expect(found).toMatchObject({ fix: "aftermath", note: "aftermath", words: "aftermath" });
    for (const key of ["other", "outsiders", "idle", "outsider", "late"]) expect(found).not.toHaveProperty(key);
  });
});

test("nothing is recalled to mere alerts, nor where one person works alone", () => {
  const later = change("fix", DAY, { ...by("adele"), service: "checkout", title: "raise the cupboard limit" });
  const of = (...events: RecordedEvent[]) =>
    correlate([...events, later], [], settings, reader).incidents.flatMap(({ attached }) =>
      attached.map(({ event }) => event.event.key),
    );
  const alone = worked.filter(({ event }) => event.actor.name !== "brin");
  const talk = [says("adele", "w6", 41, "!happening the cupboard limit holds the pantry back")];
  expect(of(...alone, ...talk)).not.toContain("fix");
  expect(of(...worked)).toContain("fix");
});
