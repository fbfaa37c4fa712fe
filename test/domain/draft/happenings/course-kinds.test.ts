import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "../../../../src/domain/event.ts";
import { alert, draft, incident, keysOf, message, page, status, timelineOf } from "../views.ts";

const opener = alert("Jams", 0);

/** The kinds of the lines that hold these events, in their order. */
function kindsOf(told: readonly RecordedEvent[], others: readonly RecordedEvent[] = []) {
  const lines = timelineOf(draft([opener, ...told, ...others], { openers: [opener.event.key] }));
  return told.map(({ event }) => lines.find((line) => keysOf(line).includes(event.key))?.kind);
}

describe("a page", () => {
  const actor = { type: "human" as const, id: "pagerduty:P2", name: "Farah" };

  it("that a person sends once trouble is known calls somebody in", () => {
    expect(kindsOf([page("Q8", 20, "triggered", { title: "Belt crew please", actor })])).toEqual(["escalation"]);
  });

  it("is a page where a machine sends it, or where it is the first that anybody hears", () => {
    expect(kindsOf([page("Q8", 20, "triggered", { title: "Depot door" })])).toEqual(["page"]);
    const first = page("Q8", 0, "triggered", { title: "Belt 2 jams", actor });
    expect(timelineOf(draft([first])).map(({ kind }) => kind)).toEqual(["page"]);
  });
});

describe("the end that a status page tells", () => {
  const posted = status("s1", 50, "resolved");

  it("is the end where nothing else tells of one", () => {
    expect(kindsOf([posted])).toEqual(["resolution"]);
    expect(kindsOf([posted], [message("m1", 40, "belts turn again")])).toEqual(["resolution"]);
  });

  it("tells the public, where the tool of the incident has told the end", () => {
    expect(kindsOf([incident("i1", 45, "resolved"), posted])).toEqual(["resolution", "communication"]);
  });

  it("is the end beside a page that was closed, which is the alert's", () => {
    expect(kindsOf([page("Q9", 40, "resolved"), posted])).toEqual(["resolution", "resolution"]);
  });

  it("told of a part, where a later one follows", () => {
    const later = status("s2", 90, "resolved", { title: "Trays are late" });
    expect(kindsOf([posted, later])).toEqual(["communication", "resolution"]);
  });
});
