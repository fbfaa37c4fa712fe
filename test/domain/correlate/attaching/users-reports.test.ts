import { describe, expect, test } from "vitest";
import { correlate } from "../../../../src/domain/correlate/correlate.ts";
import type { OpsEvent, RecordedEvent } from "../../../../src/domain/event.ts";
import type { Alike, Gist, Reader } from "../../../../src/domain/reading.ts";
import type { Remark } from "../../../../src/domain/remark.ts";
import { alert, alertEnd, message, page, pageStep, settings, wordReader } from "../events.ts";

const KINDS = { "!users": "human_report", "!worse": "symptom", "!well": "recovery" } as const;

/** Takes marks for what users tell, `same` for somebody who agrees, and `unrelated` for another matter. */
const reader: Reader = (event) => ({
  ...wordReader(event),
  gist: () => gist(event),
  alike: () => (event.text === "same" ? ({ says: "agrees", words: "" } satisfies Alike) : null),
  remarks: () => (event.text?.startsWith("unrelated") ? [{ about: "another_matter" } as Remark] : []),
});

function gist({ text = "" }: OpsEvent): Gist {
  const kind = Object.entries(KINDS).find(([mark]) => text.includes(mark))?.[1] ?? "message";
  return { kind, likely: [[kind, 0.7]], worth: kind === "message" ? 0.1 : 0.7 } as unknown as Gist;
}

const says = (who: string, key: string, minute: number, text: string, channel = "front-desk") =>
  message(key, minute, text, channel, { actor: { type: "human", name: who } });

/** A page about `service` at which two people work for an hour. */
const worked = (id: string, service: string, minute = 0) => [
  page(id, minute, { service, title: `${service}: ${service === "mail" ? "letters" : "shelves"} are dark` }),
  says("adele", `${id}-1`, minute + 1, `!happening ${service} is dark`, `${service}-room`),
  says("brin", `${id}-2`, minute + 2, `!happening ${service} is dark here`, `${service}-room`),
  pageStep(id, "resolved", minute + 60),
];

function placesOf(...events: RecordedEvent[]): Record<string, string> {
  const { incidents } = correlate(events, [], settings, reader);
  return Object.fromEntries(
    incidents.flatMap(({ services, attached }) =>
      attached.filter(({ reason }) => reason === "users_report").map(({ event }) => [event.event.key, services.join()]),
    ),
  );
}

describe("users' trouble, told in a channel that no service has", () => {
  test("belongs to the incident that is open, from the minutes before it to its end", () => {
    const found = placesOf(
      ...worked("PAGE1", "search"),
      says("ida", "early", -30, "!users people find nothing"),
      says("ida", "before", -4, "!users people find nothing"),
      says("ida", "within", 20, "!users nine people wrote"),
      says("ida", "after", 90, "!users one more"),
    );
    expect(found).toEqual({ before: "search", within: "search" });
  });

  test("but not idle talk, another matter, another service, or what a bot says", () => {
    const found = placesOf(
      ...worked("PAGE1", "search"),
      says("ida", "idle", 10, "lunch at noon"),
      says("ida", "other", 11, "unrelated: !users the lift is stuck"),
      says("ida", "named", 12, "!users nobody gets any mail"),
      says("ida", "mapped", 13, "!users nobody gets anything", "C0MAIL"),
      message("bot", 14, "!users 9 new cases", "front-desk", { actor: { type: "automation", name: "desk" } }),
    );
    expect(found).toEqual({});
  });

  test("of two open incidents it belongs to the one whose words it says, else to none", () => {
    const found = placesOf(
      ...worked("PAGE1", "search"),
      ...worked("PAGE2", "mail", 5),
      says("ida", "fits", 20, "!users nobody gets letters"),
      says("joe", "either", 21, "!users it is broken", "other-desk"),
      says("joe", "both", 22, "!users letters and shelves", "third-desk"),
    );
    expect(found).toEqual({ fits: "mail" });
  });

  test("others who meet the same follow it, and later what is told there of worse and of the end", () => {
    const found = placesOf(
      ...worked("PAGE1", "search"),
      says("ida", "first", 10, "!users nine people wrote"),
      says("joe", "same", 12, "same"),
      says("joe", "worse", 40, "!worse they shout now"),
      says("ida", "well", 55, "!well they find things"),
      says("joe", "late", 56, "lunch?"),
      says("joe", "elsewhere", 57, "!well the lift goes", "canteen"),
    );
    expect(Object.keys(found)).toEqual(["first", "same", "worse", "well"]);
  });

  test("in the channel of a service only what follows a report of the incident at once", () => {
    const found = placesOf(
      ...worked("PAGE1", "search"),
      says("ida", "other", 4, "!users nine people wrote", "C0MAIL"),
      says("ida", "first", 10, "!users !happening nine people cannot search", "search-talk"),
      says("joe", "same", 12, "!users two more", "back-office"),
      says("ida", "report", 14, "!users nobody can search", "C0MAIL"),
      says("joe", "more", 15, "!worse now eleven", "C0MAIL"),
      says("joe", "late", 45, "!worse the lift is stuck", "C0MAIL"),
    );
    expect(found).toEqual({ more: "search" });
  });

  test("mere alerts take none", () => {
    const found = placesOf(
      alert("a", 0, { service: "search" }),
      alertEnd("a", 60, { service: "search" }),
      says("ida", "within", 20, "!users nine people wrote"),
    );
    expect(found).toEqual({});
  });
});
