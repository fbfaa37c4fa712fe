import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import { incidentId } from "../../../src/domain/served-names.ts";
import { minutes } from "../events.ts";
import {
  alert,
  alertEnd,
  change,
  type Facts,
  message,
  page,
  pageStep,
  reply,
  settings,
  status,
  tool,
  wordReader,
} from "./events.ts";

const run = (events: readonly RecordedEvent[], pinned: readonly string[] = []) =>
  correlate(events, pinned, settings, wordReader);

/** The incidents as lists of opener keys: what belongs together. */
const together = (events: readonly RecordedEvent[], pinned: readonly string[] = []) =>
  run(events, pinned).incidents.map(({ openers }) => openers.map(({ event }) => event.event.key));

const till = { service: "checkout" };

describe("the sources that were heard meanwhile", () => {
  const from = (source: string, event: RecordedEvent): RecordedEvent => ({ ...event, source });
  const heard = (...others: RecordedEvent[]) =>
    run([from("am", alert("a", 0, till)), from("am", alertEnd("a", 10, till)), ...others]).incidents[0]?.heard;
  const mail = { service: "mail" };

  test("are those that told of anything from lookback before it to lookahead after it, whether it belongs to it or not", () => {
    expect(heard()).toEqual(["am"]);
    expect(heard(from("flags", change("f", -120, mail)))).toEqual(["am", "flags"]);
    expect(heard(from("flags", change("f", -121, mail)))).toEqual(["am"]);
    expect(heard(from("flags", change("f", 70, mail)))).toEqual(["am", "flags"]);
    expect(heard(from("flags", change("f", 71, mail)), from("flags", change("g", -300, mail)))).toEqual(["am"]);
  });
});

describe("what opens an incident", () => {
  test.each<[string, RecordedEvent[], string[][]]>([
    ["an alert at openAt", [alert("a", 0, till)], [["a"]]],
    [
      "no alert below it, nor one without severity",
      [alert("a", 0, { severity: "high" }), alert("b", 1, { severity: null })],
      [],
    ],
    ["no alert that ends", [alertEnd("a", 0, till)], []],
    ["any page that is triggered", [page("p", 0, { severity: "low" })], [["p"]]],
    ["no page that is only acknowledged", [pageStep("p", "acknowledged", 1)], []],
    [
      "each post of a status incident, no maintenance",
      [status("s", "identified", 0), status("m", "scheduled", 1)],
      [["s:identified"]],
    ],
    ["a declaration in an incident tool", [tool("INC-7", "declared", 0)], [["INC-7:declared"]]],
    ["a message that declares, in any channel", [message("d", 0, "!declare")], [["d"]]],
    [
      "a report in a mapped channel only",
      [message("r", 0, "!report", "till-talk"), message("x", 1, "!report")],
      [["r"]],
    ],
    [
      "no incident channel that was created",
      [message("c", 0, "", "inc-1", { kind: "channel", action: "created" })],
      [],
    ],
  ])("%s", (_, events, expected) => {
    expect(together(events)).toEqual(expected);
  });

  test("a message that refers to an opener opens nothing, and its name stays one of the incident's", () => {
    const events = [
      message("root", -2, "!report the till is down", "till-talk"),
      reply("thread", -1, "root", "!declare", "till-talk"),
      page("PAGE77", 0, { ...till, links: [{ rel: "page", url: "https://pager.example.org/77" }] }),
      message("id", 1, "!declare for page77", "war-room"),
      message("link", 2, "!declare", "war-room", { links: [{ rel: "link", url: "https://pager.example.org/77" }] }),
    ];
    const [incident, ...others] = run(events).incidents;
    expect(others).toEqual([]);
    expect(incident?.openers.map(({ event }) => event.event.key)).toEqual(["root", "PAGE77"]);
    expect(incident?.aliases).toEqual(["PAGE77", "id", "link", "thread"].map(incidentId).sort());
  });

  test("a message that comes before the record of what it refers to opens the incident and names it", () => {
    const record = tool("INC-9", "declared", 1, {
      correlation: [
        { type: "incident", value: "INC-9" },
        { type: "channel", value: "room" },
      ],
    });
    expect(together([record, message("d", 0, "!declare inc-9")])).toEqual([["d", "INC-9:declared"]]);
    expect(together([record, message("d", 0, "!declare", "room")])).toEqual([["d", "INC-9:declared"]]);
    expect(together([record, message("d", 2, "!declare", "room")])).toEqual([["INC-9:declared"]]);
  });

  test("what a message links to is no name of an incident", () => {
    const wiki = { links: [{ rel: "link", url: "https://wiki.example.org/runbook" }] };
    expect(
      together([message("d", 0, "!declare web", "random", wiki), message("e", 900, "!declare", "random", wiki)]),
    ).toEqual([["d"], ["e"]]);
  });
});

describe("which openers belong together", () => {
  test.each<[string, RecordedEvent[], string[][]]>([
    ["the same service", [alert("a", 0, till), page("p", 20, till)], [["a", "p"]]],
    [
      "a direct dependency, from either side",
      [alert("a", 0, { service: "ledger" }), page("p", 20, till)],
      [["a", "p"]],
    ],
    [
      "a direct dependency, whichever comes first",
      [page("p", 0, till), alert("a", 20, { service: "ledger" })],
      [["p", "a"]],
    ],
    ["not another service", [alert("a", 0, till), page("p", 20, { service: "search" })], [["a"], ["p"]]],
    [
      "a shared lifecycle at any distance",
      [page("p", 0), pageStep("p", "resolved", 5), pageStep("p", "reopened", 9_000)],
      [["p", "p:reopened:9000"]],
    ],
    [
      "a shared alert of no known service",
      [1, 2, 3].map((n) => alert(`f${n}`, n * 20, { correlation: [{ type: "alert", value: "f" }] })),
      [["f1", "f2", "f3"]],
    ],
    [
      "one alert's name on many hosts of no known service",
      [alert("h1", 0, { title: "HostDown" }), alert("h2", 5, { title: "HostDown" })],
      [["h1", "h2"]],
    ],
    [
      "not the same service when neither is open any more",
      [alert("a", 0, till), alertEnd("a", 5), page("p", 36, till)],
      [["a"], ["p"]],
    ],
    [
      "the same service within join of the end",
      [alert("a", 0, till), alertEnd("a", 5), page("p", 35, till)],
      [["a", "p"]],
    ],
    [
      "openers over a bridge of another",
      [page("p", 0, { service: "ledger" }), alert("a", 5, till), page("q", 10, till)],
      [["p", "a", "q"]],
    ],
    [
      "not staging and production",
      [alert("a", 0, { ...till, environment: "prod" }), alert("s", 1, { ...till, environment: "staging-2" })],
      [["a"], ["s"]],
    ],
    [
      "staging and a page that says no environment",
      [alert("s", 0, { ...till, environment: "qa" }), page("p", 1, till)],
      [["s", "p"]],
    ],
    [
      "not staging and production over a page that says no environment",
      [
        alert("s", 0, { ...till, environment: "staging" }),
        alert("a", 20, { ...till, environment: "prod" }),
        page("p", 21, till),
      ],
      [["s"], ["a", "p"]],
    ],
    [
      "production and a page that says no environment, however near staging is",
      [
        alert("a", 0, { ...till, environment: "prod" }),
        alert("s", 20, { ...till, environment: "staging" }),
        page("p", 21, till),
      ],
      [["a", "p"], ["s"]],
    ],
    [
      "an alert of staging and the page of its name while production burns",
      [
        alert("a", 0, { ...till, title: "Slow", environment: "prod" }),
        alert("s", 20, { ...till, title: "Lag", environment: "staging" }),
        page("p", 21, { ...till, title: "Lag" }),
      ],
      [["a"], ["s", "p"]],
    ],
    [
      "production's page of a name that staging's alert has, too",
      [
        alert("a", 20, { title: "Lag", environment: "prod" }),
        alert("s", 21, { title: "Lag", environment: "staging" }),
        page("p", 22, { service: "pager-team", title: "Lag" }),
      ],
      [["a", "p"], ["s"]],
    ],
    [
      "not staging's alert of no known service and production",
      [page("p", 0, { ...till, environment: "prod" }), alert("s", 1, { environment: "staging" })],
      [["p"], ["s"]],
    ],
  ])("%s", (_, events, expected) => {
    expect(together(events)).toEqual(expected);
  });

  test("two long lines of openers that touch each other only later are one", () => {
    const long = page("long", 0, { service: "ledger" });
    const short = [alert("s1", 1, { service: "ledger" }), alertEnd("s1", 2)];
    expect(together([long, ...short, page("late", 700, till)])).toEqual([["long", "s1", "late"]]);
  });

  test("consecutive openers over a day apart are two incidents, unless a lifecycle reaches across", () => {
    const day = 24 * 60;
    const unending = [page("p", 0, till), pageStep("p", "updated", 3 * day, till)];
    expect(together([...unending, page("q", day + 1, till)])).toEqual([["p"], ["q"]]);
    expect(together([...unending, page("q", day + 1, till), pageStep("p", "reopened", day + 60, till)])).toEqual([
      ["p", "q", "p:reopened:1500"],
    ]);
    expect(together([...unending, page("q", day, till)])).toEqual([["p", "q"]]);
  });

  test("an opener of no known service joins the nearest firm incident that it touches, else stands alone", () => {
    const near = page("near", 0, till);
    const far = page("far", -9, { service: "search" });
    expect(together([near, far, tool("INC-1", "declared", 5)])).toEqual([["far"], ["near", "INC-1:declared"]]);
    expect(together([near, tool("INC-1", "declared", 12 * 60 + 31)])).toEqual([["near"], ["INC-1:declared"]]);
  });

  test("what one tool declares as two incidents is not one for lasting at the same time", () => {
    const declared = (minute: number, id: string, facts: Facts = {}) =>
      tool(id, "declared", minute, { group: id, ...facts });
    const one = declared(0, "/desk#INC-1");
    const two = declared(3, "/desk#INC-2");
    expect(together([one, two])).toEqual([["/desk#INC-1:declared"], ["/desk#INC-2:declared"]]);
    expect(together([one, page("p", 1), two]), "nor for a page between them").toEqual([
      ["/desk#INC-1:declared", "p"],
      ["/desk#INC-2:declared"],
    ]);
    expect(together([page("p", -1, till), one, two]), "the nearer has what both touch").toEqual([
      ["p", "/desk#INC-1:declared"],
      ["/desk#INC-2:declared"],
    ]);
    expect(together([one, declared(3, "/desk#INC-2", till)]), "one of them of a known service").toHaveLength(2);
    expect(together([declared(0, "/desk#INC-1", till), declared(3, "/desk#INC-2", till)]), "one service").toHaveLength(
      1,
    );
    expect(together([one, declared(3, "/bot#77")]), "as another tool calls it").toHaveLength(1);
  });

  test("a person's word without a service goes to the one candidate that burns, never a machine's alert", () => {
    const [a, b] = [alert("a", 0, till), alert("b", 1, { service: "search" })];
    expect(together([a, tool("INC-1", "declared", 5)])).toEqual([["a", "INC-1:declared"]]);
    expect(together([a, b, tool("INC-1", "declared", 5)])).toEqual([["a"], ["b"], ["INC-1:declared"]]);
    expect(together([a, tool("INC-1", "declared", -31)])).toEqual([["INC-1:declared"], ["a"]]);
    expect(together([a, b, message("d", 5, "!declare", "till-talk")])).toEqual([["a", "d"], ["b"]]);
    expect(together([a, message("d", 5, "!declare")])).toEqual([["a"], ["d"]]);
    expect(together([a, alert("unnamed", 5)])).toEqual([["a"], ["unnamed"]]);
  });

  test("a message of no known service joins only an incident with a service of its channel", () => {
    const pages = [page("till", 0, till), page("find", 3, { service: "search" })];
    expect(together([...pages, message("d", 4, "!declare", "till-talk")])).toEqual([["till", "d"], ["find"]]);
    expect(together([...pages, message("d", 4, "!declare", "random")])).toEqual([["till"], ["find"], ["d"]]);
    expect(together([...pages, message("d", 4, "!report", "back-office")])).toEqual([["till"], ["find", "d"]]);
  });

  test("a report is about the one service of its channel", () => {
    expect(run([message("r", 0, "!report", "till-talk")]).incidents[0]?.services).toEqual(["checkout"]);
    expect(run([message("r", 0, "!report", "back-office")]).incidents[0]?.services).toEqual([]);
  });

  test("an ambiguous name means what the other openers name for sure", () => {
    const ambiguous = { ...settings, services: [...settings.services, { name: "billing", aliases: ["till"] }] };
    const { incidents } = correlate(
      [page("p", 0, { service: "till" }), alert("a", 1, till)],
      [],
      ambiguous,
      wordReader,
    );
    expect(incidents.map(({ services }) => services)).toEqual([["checkout"]]);
    const alone = correlate([page("p", 0, { service: "till" })], [], ambiguous, wordReader);
    expect(alone.incidents.map(({ services }) => services)).toEqual([["billing", "checkout"]]);
  });
});

describe("when it starts and ends", () => {
  const spans = (events: readonly RecordedEvent[]) =>
    run(events).incidents.map(({ start, end, closed }) => [start, end, closed]);

  test("it ends when the last opener closes", () => {
    const events = [alert("a", 0, till), alertEnd("a", 50), page("p", 10, till), pageStep("p", "resolved", 40)];
    expect(spans(events)).toEqual([[minutes(0), minutes(50), true]]);
  });

  test.each<[string, RecordedEvent, number]>([
    ["an alert", alert("a", 0, till), 2],
    ["a report", message("r", 0, "!report", "till-talk"), 2],
    ["a page", page("p", 0, till), 12],
    ["a declaration", tool("I", "declared", 0), 12],
    ["a status post", status("s", "investigating", 0), 12],
  ])("%s that nothing closes runs out", (_, opener, hours) => {
    expect(spans([opener])).toEqual([[minutes(0), minutes(hours * 60), false]]);
  });

  test("it runs out after the last event of its lifecycle, and a close before a reopening does not count", () => {
    const reopened = [
      page("p", 0, till),
      pageStep("p", "resolved", 5),
      pageStep("p", "reopened", 6),
      pageStep("p", "acknowledged", 60),
    ];
    expect(spans(reopened)).toEqual([[minutes(0), minutes(60 + 12 * 60), false]]);
  });

  test("a declaration in chat does not hold open what everything else closed", () => {
    const events = [page("p", 0, till), pageStep("p", "resolved", 40), message("d", 5, "!declare till")];
    expect(spans(events)).toEqual([[minutes(0), minutes(40), true]]);
  });

  test("alerts and pages of low urgency alone are a candidate", () => {
    const candidate = (...events: RecordedEvent[]) => run(events).incidents.map((incident) => incident.candidate);
    const low = page("low", 1, { ...till, severity: "low" });
    expect(candidate(alert("a", 0, till), low)).toEqual([true]);
    expect(candidate(alert("a", 0, till), { ...low, event: { ...low.event, actor: { type: "human" } } })).toEqual([
      false,
    ]);
    expect(candidate(alert("a", 0, till), page("p", 1, till))).toEqual([false]);
  });
});

describe("names that last", () => {
  test("the earliest opener names it and the others are its aliases", () => {
    const [incident] = run([alert("b", 5, till), alert("a", 0, till), page("c", 9, till)]).incidents;
    expect(incident).toMatchObject({
      id: incidentId("a"),
      opener: "a",
      pinned: false,
      aliases: [incidentId("b"), incidentId("c")].sort(),
    });
  });

  test("the pinned opener names it whatever comes before", () => {
    const [incident] = run([alert("b", 5, till), alert("a", 0, till)], ["b"]).incidents;
    expect(incident).toMatchObject({ id: incidentId("b"), opener: "b", pinned: true, aliases: [incidentId("a")] });
  });

  test("a pinned event opens, whatever the rules say of it today", () => {
    expect(together([alert("a", 0, { ...till, severity: "low" })], ["a"])).toEqual([["a"]]);
    expect(together([message("m", 0, "hm", "till-talk")], ["m"])).toEqual([["m"]]);
    expect(
      together([page("PAGE77", 0), message("m", 1, "!declare page77")], ["m"])
        .flat()
        .sort(),
    ).toEqual(["PAGE77", "m"]);
  });

  test("a pinned reply and the opener that it answers are one", () => {
    expect(
      together([message("r", 0, "!report", "back-office"), reply("m", 700, "r", "!declare", "back-office")], ["m"]),
    ).toEqual([["r", "m"]]);
  });

  test("two pinned incidents never merge: what touches both joins the nearer, and each suggests the other", () => {
    const events = [page("p", 0, till), alert("x", 8, till), page("q", 10, till), alert("y", 3, till)];
    expect(together(events, ["p", "q"])).toEqual([
      ["p", "y"],
      ["x", "q"],
    ]);
    const { incidents } = run(events, ["p", "q"]);
    expect(
      incidents.map(({ suggestions }) => suggestions.map(({ event, reason }) => [event.event.key, reason])),
    ).toEqual([[["q", "linked_to_pinned_incident"]], [["p", "linked_to_pinned_incident"]]]);
  });

  test("a shared lifecycle outweighs nearness", () => {
    const events = [page("p", 0, till), page("q", 10, till), pageStep("p", "reopened", 11, till)];
    expect(together(events, ["p", "q"])).toEqual([["p", "p:reopened:11"], ["q"]]);
  });
});
