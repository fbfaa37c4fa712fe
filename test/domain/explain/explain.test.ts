import { describe, expect, it } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import { addedEntryId } from "../../../src/domain/served-names.ts";
import { createReader } from "../../../src/reading/read.ts";
import { decided } from "../draft/machine-drafts.ts";
import { alert, change, draftView, page, SETTINGS } from "../draft/views.ts";
import { ask, carried, rulesOf, standing } from "./world.ts";

const fired = alert("ShopDown", 10);
const ended = alert("ShopDown", 40, "resolved", { start: 10 });
const paged = page("P1", 11, "triggered");
const deployed = change("deploy-7", 2, "succeeded");
const EVENTS = [fired, ended, paged, deployed];
const keyOf = ({ event: { key } }: typeof fired): string => key;

describe("why there is this incident", () => {
  it("is said by its openers, in their order, with the one that names it", () => {
    const { incident } = ask(keyOf(fired), { events: EVENTS });
    expect(incident.openedBy.map(({ event, at, because }) => [event, at, because])).toEqual([
      [
        keyOf(fired),
        "2026-03-01T10:10:00Z",
        {
          rule: "alert",
          words: "an alert that is severe enough to open an incident, about shop; it names the incident",
        },
      ],
      [
        keyOf(paged),
        "2026-03-01T10:11:00Z",
        { rule: "page", words: "somebody was paged, about shop; it belongs to the same" },
      ],
    ]);
  });
});

describe("what stands in the incident", () => {
  it("is told with its entry, its rule, why it belongs and whose time it has", () => {
    expect(standing(keyOf(deployed), { events: EVENTS })).toMatchObject({
      is: "shown",
      delivery: `d:${keyOf(deployed)}`,
      entry: { kind: "change", at: "2026-03-01T10:02:00Z" },
      here: { rule: "recent_change", words: expect.stringMatching(/^[^:]*of the incident/) },
      belongs: [{ rule: "service_in_window", words: "SERVICE_IN_WINDOW" }],
      keptOut: [],
      time: { rule: "told_by_sender", words: "its sender's own time, to the second; it was received 5 s later" },
    });
  });

  it("may stand in the log, and is told by its entry, too", () => {
    const low = alert("DiskFull", 20, "firing", { severity: "low" });
    const told = standing(keyOf(low), { events: [...EVENTS, low] });
    expect(told).toMatchObject({ is: "logged", here: { rule: "low_alert", words: "of low severity" } });
    expect(ask(told.entry?.id ?? "", { events: [...EVENTS, low] })).toMatchObject({ is: "entry", standings: [told] });
  });

  it("may be folded into another event's entry", () => {
    const again = alert("ShopDown", 15, "firing", { start: 15 });
    const told = standing(keyOf(again), { events: [...EVENTS, again] });
    expect(told.folded?.rule).toBe("storm");
    expect(told.entry?.at).toBe("2026-03-01T10:10:00Z");
    expect(told.time.words).toContain("received 5 s later");
    expect(standing(keyOf(fired), { events: [...EVENTS, again] }).folded).toBeUndefined();
  });

  it("may be a person's own line", () => {
    const { incidents } = correlate(EVENTS, [], SETTINGS, createReader());
    const [view] = incidents;
    if (!view) throw new Error("an incident");
    const at = { at: "2026-03-01T10:12:00Z", precision: "m", kind: "observation" } as const;
    const records = decided(draftView(view), [], { type: "add", ...at, text: "Shop slow because of the fair" });
    const [added] = records;
    if (!added) throw new Error("a decision");
    const { standings } = ask(addedEntryId(added), { events: EVENTS, records });
    expect(standings).toMatchObject([
      {
        ...{ is: "shown", event: null, delivery: null },
        here: { rule: "added", words: "Ada wrote this line." },
        belongs: [{ rule: "said_by_a_person" }],
        time: { rule: "written" },
        wording: [{ rule: "why", words: expect.stringMatching(/^“because of”: It tells a cause/) }],
      },
    ]);
  });
});

describe("a delivery", () => {
  const delivery = (id: string, event = fired) => ({ sightings: [carried(event, id)], isReceived: true });

  it("is told by what it carried", () => {
    const { is, standings } = ask("d-9", { events: EVENTS, delivery: delivery(fired.delivery) });
    expect(is).toBe("delivery");
    expect(standings).toMatchObject([{ is: "shown", event: keyOf(fired) }]);
    expect(standings[0]?.repeat).toBeUndefined();
  });

  it("may repeat what another one carried first", () => {
    const { standings } = ask("d-9", { events: EVENTS, delivery: delivery("d-9") });
    expect(standings[0]?.repeat).toEqual({
      rule: "repeat",
      words: `the same event again; d:${keyOf(fired)} of am carried it first, received at 2026-03-01T10:10:05.000Z`,
    });
  });

  it("may carry other content than what counts, or the content that counts now", () => {
    const edited = { ...fired, content: "c2", superseded: [fired.event] };
    const events = [edited, ...EVENTS.slice(1)];
    const ruleOf = (event: typeof fired) =>
      ask("d-9", { events, delivery: delivery("d-9", event) }).standings[0]?.repeat?.rule;
    expect(ruleOf(fired)).toBe("other_content");
    expect(ruleOf(edited)).toBe("latest_content");
  });

  it.each([
    ["quarantined", { quarantined: [{ code: "not_json", detail: "The body is no JSON" }] }, "not_json", "delivery"],
    ["of no interest", { isReceived: true }, "of_no_interest", "delivery"],
    ["swept", { isSwept: true }, "swept", "delivery"],
    [
      "of events that are not kept",
      { sightings: [carried(alert("Gone", 1), "d-9")], isReceived: true },
      "deleted",
      "delivery",
    ],
    ["unknown", {}, "unknown", "unknown"],
  ])("may be %s", (_, known, rule, is) => {
    const told = ask("d-9", { events: EVENTS, delivery: known });
    expect([told.is, rulesOf(told.also), told.standings]).toEqual([is, [rule], []]);
  });
});

it("a quarantined record of Kafka is told with its place", () => {
  const place = { topic: "bells", partition: 3, offset: "7" };
  const quarantined = [{ code: "not_json", detail: "The body is no JSON.", place }];
  expect(ask("d-9", { events: EVENTS, delivery: { quarantined } }).also).toEqual([
    {
      rule: "not_json",
      words:
        "it is in quarantine, and nothing of this part is in a draft: The body is no JSON. It lies in Kafka: topic bells, partition 3, offset 7.",
    },
  ]);
});

describe("what does not stand in the incident", () => {
  it("may belong to another one", () => {
    const other = alert("MailerDown", 300, "firing", { service: "mailer" });
    const told = standing(keyOf(other), { events: [...EVENTS, other] });
    expect(told).toMatchObject({ is: "elsewhere", incident: expect.stringMatching(/^inc_/) });
    expect(told.belongs[0]?.words).toContain("(“MailerDown: too many errors”)");
    expect(rulesOf(told.keptOut)).toEqual(["no_reference", "other_service"]);
  });

  it("is not said to refer to nothing where a reference ties it to the other one", () => {
    const other = alert("MailerDown", 300, "firing", { service: "mailer" });
    const over = alert("MailerDown", 310, "resolved", { service: "mailer", start: 300 });
    const told = standing(keyOf(over), { events: [...EVENTS, other, over] });
    expect(told).toMatchObject({ is: "elsewhere", belongs: [{ rule: "same_episode" }] });
    expect(rulesOf(told.keptOut)).toEqual(["other_service"]);
  });

  it("may belong to where the same service is live, or to where a team tries it out", () => {
    const of = (environment: string) => ({ environment });
    const staged = alert("StageDown", 10, "firing", of("staging"));
    const live = alert("ShopDown", 12, "firing", of("production"));
    const deploys = [change("d1", 13, "succeeded", of("production")), change("d2", 14, "succeeded")];
    const rules = (asked: string, events: typeof EVENTS) => rulesOf(standing(asked, { events }).keptOut);
    const events = [staged, live, ...deploys];
    expect(deploys.map((one) => rules(keyOf(one), events))).toEqual([
      ["no_reference", "other_environment"],
      ["no_reference", "taken_for_live"],
    ]);
    expect(rules(keyOf(live), events)).toEqual(["no_reference", "other_environment"]);
    const later = alert("StageDown", 15, "firing", of("staging"));
    expect(rules(keyOf(later), [live, later])).toEqual(["no_reference", "other_environment"]);
  });

  it("may be suggested only, with the hint beside what keeps it out", () => {
    const early = change("deploy-1", -600, "succeeded");
    const declared = page("P1", 11, "acknowledged");
    expect(standing(keyOf(early), { events: [...EVENTS, declared, early] })).toMatchObject({
      is: "suggested",
      belongs: [{ rule: "earlier_change", words: "EARLIER_CHANGE" }],
      keptOut: [{ rule: "no_reference" }, { rule: "too_early" }],
    });
  });

  it("may belong to none", () => {
    const mail = change("mail-1", 12, "succeeded", { service: "mailer" });
    const events = [...EVENTS, { ...mail, event: { ...mail.event, occurredAt: fired.event.occurredAt - 4e9 } }];
    expect(standing(keyOf(mail), { events })).toMatchObject({
      is: "unattached",
      belongs: [],
      keptOut: [{ rule: "no_reference" }, { rule: "other_service" }],
    });
  });
});
