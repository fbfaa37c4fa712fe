import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Happening } from "../../../../../src/domain/draft/happenings/happening.ts";
import type { Message } from "../../../../../src/domain/draft/happenings/messages.ts";
import { foldRetold } from "../../../../../src/domain/draft/told-twice/retold/retold.ts";
import type { EntryKind } from "../../../../../src/domain/kinds.ts";
import { attached, by, later, of, said, VOICES } from "../../tellings.ts";
import { alert, change, page, status } from "../../views.ts";

const kindsOf = (...happenings: Happening[]): string[] => foldRetold(happenings, VOICES).map(({ kind }) => kind);

const restart = { ...by("ines@gate"), title: "Restart of the drum controller" };
const restarted = (seconds = 0) => of("change", "change", later(change("drums", 0, "succeeded", restart), seconds));
const saying = (seconds = 10, who = "ines") => said(who, seconds, "restarting the drum controller", "mitigation");

describe("what is told twice", () => {
  it("is one line, with both as its evidence, and tells how likely it is the same and why", () => {
    const [one, ...others] = foldRetold([saying(-10), restarted()], VOICES);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ sort: "change", kind: "change" });
    expect(one?.events).toHaveLength(2);
    expect(one?.reason).toMatch(
      /; told_twice: what was told at 2026-03-01T09:59:50Z is over \d0 % likely the same \(\D+\)$/,
    );
  });

  it("stays two where somebody else does something else", () => {
    expect(kindsOf(restarted(), said("olga", 10, "draining the western hall", "mitigation"))).toHaveLength(2);
  });

  it("stays two where two people do alike, or somebody takes back what was done", () => {
    const alpha = said("ines", 0, "restarted the drum gateway on alpha", "mitigation");
    expect(kindsOf(alpha, said("olga", 40, "restarted the drum gateway on bravo", "mitigation"))).toHaveLength(2);
    const on = said("ines", 0, "disabled the drum flag for everyone", "mitigation");
    expect(kindsOf(on, said("olga", 40, "enabled the drum flag for everyone", "mitigation"))).toHaveLength(2);
    const deployed = said("ines", 0, "deployed the new drum build", "change");
    expect(kindsOf(deployed, said("ines", 40, "rolled back the new drum build", "rollback"))).toHaveLength(2);
  });

  describe("stays two where two say the same of two things", () => {
    const [MAREK, INES] = ["marek", "ines"];
    it.each<[EntryKind, string, string, string?]>([
      ["recovery", "parcels roll again in dublin", "parcels roll again in lisbon"],
      ["recovery", "letters roll again in dublin", "parcels roll again in dublin"],
      ["symptom", "labels are torn at the drum gateway", "labels are torn at the belt gateway"],
      ["recovery", "the eastern drums turn again, 40 %", "the eastern drums turn again, 90 %"],
      ["recovery", "dublin is back", "lisbon is back", INES],
    ])("%s: %s, %s", (kind, first, second, who = MAREK) => {
      expect(kindsOf(said(INES, 0, first, kind), said(who, 45, second, kind))).toEqual([kind, kind]);
    });

    it("of two services, whatever they are called", () => {
      const about = (service: string, one: Message): Message => ({
        ...one,
        lead: { ...one.lead, services: [service] },
      });
      const told = (first: string, second: string) =>
        kindsOf(
          about(first, said(INES, 0, "search works again for everybody", "recovery")),
          about(second, said(MAREK, 45, "login works again for everybody", "recovery")),
        );
      expect(told("lookup", "accounts")).toHaveLength(2);
      expect(told("portal", "portal")).toHaveLength(1);
    });

    it.each([
      ["parcels roll again in dublin", "parcels roll again in dublin, too"],
      ["looks fine again in dublin", "looks good again in dublin"],
      ["parcels roll again in dublin", "can confirm, parcels roll again in dublin"],
    ])("and not where one says it again, or in another word for it: %s, %s", (first, second) => {
      expect(kindsOf(said(INES, 0, first, "recovery"), said(MAREK, 45, second, "recovery"))).toEqual(["recovery"]);
    });
  });

  it("stays two where two tell how bad one host is, or how well, at two times", () => {
    const told = (kind: EntryKind, first: string, second: string) =>
      kindsOf(said("ines", 0, first, kind), said("marek", 45, second, kind)).length;
    expect(told("symptom", "drum-7 tears 30 % of all labels", "labels torn on drum-7: 80 % by now")).toBe(2);
    expect(told("recovery", "drum-7 is down to 30 % torn labels", "torn labels on drum-7 at 2 %")).toBe(2);
    expect(told("symptom", "drum-7 tears 30 % of all labels", "labels torn on drum-7, 30 %")).toBe(1);
  });

  it("is told by who does it, of two who say it", () => {
    const told = said("ines", 0, "dumps of the ledger run hourly now", "follow_up");
    expect(kindsOf(told, said("ines", 30, "dumps of the ledger run hourly with the new client", "change"))).toEqual([
      "change",
    ]);
  });

  it("is told by who sees the relief, of an alert's end; by who stops it, of what fails then; else by the machine", () => {
    const cleared = of(
      "clear",
      "alert_cleared",
      alert("Drums", 0, "resolved", { title: "Drums: all drums stand still" }),
    );
    expect(kindsOf(cleared, said("olga", 20, "all drums turn again", "recovery"))).toEqual(["recovery"]);
    const failed = () =>
      of("change", "failed_attempt", change("roll", 0, "failed", { ...by("ines"), title: "roll upgrade" }));
    expect(kindsOf(said("ines", -5, "stopping the roll upgrade", "mitigation"), failed())).toEqual(["mitigation"]);
    expect(kindsOf(failed(), said("ines", 20, "the roll upgrade failed, no room", "failed_attempt"))).toEqual([
      "failed_attempt",
    ]);
  });

  it("leaves what people marked a line of its own", () => {
    const marked = { ...saying(), marks: new Map([["slack:U2", "pushpin"]]) };
    expect(kindsOf(restarted(), saying())).toHaveLength(1);
    expect(kindsOf(restarted(), marked)).toHaveLength(2);
  });

  it("leaves what stands in the log", () => {
    expect(kindsOf(restarted(), { ...saying(), shown: false })).toHaveLength(2);
  });
});

describe("the same happenings", () => {
  const course = () => [
    of("alert", "alert", alert("Drums", 0, "firing", { title: "Drums: drums of the east stand still" })),
    said("marek", 15, "drums of the east stand still", "symptom"),
    said("olga", 40, "same in the north hall", "symptom"),
    of("answer", "acknowledgement", later(page("P7", 0, "acknowledged", by("ines")), 60)),
    said("ines", 66, "looking", "acknowledgement"),
    saying(110),
    restarted(118),
    said("ines", 130, "drum controller is up", "change"),
    said("olga", 200, "they turn again", "recovery"),
    of(
      "clear",
      "alert_cleared",
      alert("Drums", 4, "resolved", { start: 0, title: "Drums: drums of the east stand still" }),
    ),
    of("status", "communication", later(status("s1", 0, "monitoring"), 300)),
    said("ines", 310, "told the public that they turn", "communication"),
  ];
  const groups = (happenings: readonly Happening[]) =>
    foldRetold(happenings, VOICES)
      .map(({ kind, reason, events }) =>
        [kind, reason, ...events.map(({ event }) => event.event.key).sort()].join("\n"),
      )
      .sort();

  it("are folded alike, in whatever order they and their events come", () => {
    const folded = groups(course());
    expect(folded.length).toBeLessThan(course().length);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          course().map((_, index) => index),
          { minLength: course().length },
        ),
        (order) => {
          const happenings = course();
          const first = happenings[0];
          first?.events.push(attached(alert("Belts", 0)), attached(alert("Doors", 0)));
          const again = course();
          again[0]?.events.unshift(attached(alert("Doors", 0)), attached(alert("Belts", 0)));
          expect(groups(order.flatMap((place) => again[place] ?? []))).toEqual(groups(happenings));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("are each held by one that stands", () => {
    const happenings = course();
    const stand = foldRetold(happenings, VOICES);
    for (const one of happenings) if (one.foldedInto) expect(stand).toContain(one.foldedInto);
    expect(stand.flatMap(({ events }) => events)).toHaveLength(happenings.length);
  });
});
