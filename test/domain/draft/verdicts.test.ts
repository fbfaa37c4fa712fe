import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "../../../src/domain/event.ts";
import { alert, change, draftView, entriesOf, keysOf, message, viewOf } from "./views.ts";

const opener = alert("Errors", 0);

/** By event key: where its entry stands, and by which rule. Events named in `over` came by way of another service. */
function verdicts(events: readonly RecordedEvent[], over: readonly RecordedEvent[] = []): Record<string, string> {
  const view = viewOf([opener, ...events, ...over], { openers: [opener.event.key] });
  const others = new Set(over.map(({ event }) => event.key));
  const attached = view.attached.map((each) =>
    others.has(each.event.event.key) ? { ...each, reason: "dependency_in_window" } : each,
  );
  const entries = entriesOf(draftView({ ...view, attached }));
  return Object.fromEntries(
    entries.flatMap((entry) => keysOf(entry).map((key) => [key, `${entry.visibility} ${entry.reason.split(":")[0]}`])),
  );
}

const says = (id: string, text: string, name = "ines") =>
  message(id, 9, text, { actor: { type: "human", id: `slack:${name}`, name } });

describe("a change of a service that the incident's depends on", () => {
  const by = (name: string, title = "Ribbons for gifts") =>
    change("b1", 5, "succeeded", { service: "basket", title, actor: { type: "human", id: `github:${name}`, name } });
  const verdict = (one: RecordedEvent, ...talk: RecordedEvent[]) => verdicts([one, ...talk])[one.event.key];

  it("stands on the timeline when it is by somebody who speaks here, or is spoken of", () => {
    expect(verdict(by("ines"), says("m", "hm"))).toBe("timeline change_elsewhere_spoken");
    expect(verdict(by("olaf"), says("m", "are the gifts with ribbons to blame?"))).toBe(
      "timeline change_elsewhere_spoken",
    );
    expect(verdict(by("olaf", "basket77"), says("m", "what is basket77?"))).toBe("timeline change_elsewhere_spoken");
  });

  it("stands in the log otherwise", () => {
    expect(verdict(by("olaf"), says("m", "which gifts?"))).toBe("log change_elsewhere");
    expect(verdict(by("olaf"))).toBe("log change_elsewhere");
  });
});

describe("a merge while the incident lasts", () => {
  const merge = change("pr", 10, "merged", {
    title: "Ribbons (#12)",
    correlation: [{ type: "pr", value: "acme/shop#12" }],
  });
  const verdict = (...deployments: RecordedEvent[]) => verdicts([merge, ...deployments])[merge.event.key];

  it("is told by the deployment of its author that follows", () => {
    expect(verdict(change("shop main", 25, "succeeded"))).toBe("log code_only");
    expect(verdict(change("shop main", 26, "succeeded"))).toBe("timeline change");
    expect(verdict(change("shop main", 9, "succeeded"))).toBe("timeline change");
    const other = { type: "human" as const, id: "github:olaf", name: "olaf" };
    expect(verdict(change("shop main", 20, "succeeded", { actor: other }))).toBe("timeline change");
  });
});

describe("a proposal, and a merge that takes back, while the incident lasts", () => {
  const pr = [{ type: "pr", value: "acme/shop#12" }];
  const proposal = change("opened", 8, "opened", { kind: "ticket", title: "Ribbons (#12)", correlation: pr });
  const takenBack = (minute: number, facts = {}) =>
    change("pr", minute, "rolled_back", { title: 'Revert "Ribbons" (#12)', correlation: pr, ...facts });
  const deployed = (title: string, facts = {}) => change("run", 20, "succeeded", { title, ...facts });

  it("are told by the deployment of their author that follows", () => {
    const out = deployed("deploy: Ribbons");
    expect(verdicts([proposal])[proposal.event.key]).toBe("timeline proposed_change");
    expect(verdicts([proposal, out])[proposal.event.key]).toBe("log code_only");
    const back = takenBack(10);
    expect(verdicts([back])[back.event.key]).toBe("timeline rollback");
    expect(verdicts([back, deployed('deploy: Revert "Ribbons"')])[back.event.key]).toBe("log code_only");
  });

  it("are not told by a deployment of something else", () => {
    const back = takenBack(10);
    expect(verdicts([back, deployed("deploy: Bows")])[back.event.key]).toBe("timeline rollback");
  });

  it("may be known by the repository, whatever service the words name", () => {
    const names = ["acme/wrapping"];
    const back = takenBack(10, { service: "basket", names });
    const out = deployed("deploy: Revert of 12", { names });
    expect(verdicts([back, out])[back.event.key]).toBe("log code_only");
  });
});

describe("what a leader sums up at a fixed hour", () => {
  const sum = message("sum", 40, "UPDATE 10:40. Till 7 is down since 10:05. Restart failed. Next 11:00.");
  const verdict = (...events: RecordedEvent[]) => verdicts([sum, ...events])[sum.event.key];

  it("tells nothing new where people spoke within an hour, and is the only telling where nobody did", () => {
    expect(verdict(says("m", "restart of till 7 failed"))).toBe("log round_up");
    expect(verdict()).toMatch(/^timeline/);
  });

  it("stands where it tells of a turn", () => {
    const end = message("end", 45, "UPDATE 10:45. The incident is resolved, all tills work again.");
    expect(verdicts([end, says("m", "restart of till 7 failed")])[end.event.key]).toMatch(/^timeline/);
  });
});

describe("a merge elsewhere while the incident lasts", () => {
  const basket = (key: string, minute: number, action: string, facts = {}) =>
    change(key, minute, action, { service: "basket", ...facts });

  it("is told by the deployment of its author that follows, too", () => {
    const merge = basket("pr", 10, "merged", {
      title: "Ribbons (#13)",
      correlation: [{ type: "pr", value: "acme/basket#13" }],
    });
    const asked = says("m", "are the ribbons of basket main out?");
    const deployed = basket("basket main", 20, "succeeded", { title: "Ribbons of basket main" });
    expect(verdicts([merge, asked])[merge.event.key]).toBe("timeline change_elsewhere_spoken");
    expect(verdicts([merge, deployed, asked])).toMatchObject({
      [merge.event.key]: "log code_only",
      [deployed.event.key]: "timeline change_elsewhere_spoken",
    });
  });
});

describe("what leads up to an incident", () => {
  const lead = (id: string, minute: number) => change(id, minute, "succeeded", { title: `${id} goes out` });

  it("is the last two deployments, and what people speak of", () => {
    const [rack, coat, boat, lamp] = [lead("rack9000", -50), lead("coat", -40), lead("boat", -30), lead("lamp", -20)];
    const found = verdicts([rack, coat, boat, lamp, says("m", "is it rack9000?")]);
    expect(found).toMatchObject({
      [rack.event.key]: "timeline recent_change",
      [coat.event.key]: "log earlier_change",
      [boat.event.key]: "timeline recent_change",
      [lamp.event.key]: "timeline recent_change",
    });
  });

  it("is no machine's post about a change that nobody speaks of", () => {
    const post = (id: string, text: string) =>
      message(id, -20, text, { actor: { type: "automation", name: "shipper" }, service: "shop" });
    const posts = [post("p1", "Deployed shop 4711 to production"), post("p2", "Deployed shop 4712 to production")];
    const found = verdicts([...posts, says("m", "what is in 4712?")]);
    expect(found).toMatchObject({ "chat/chat:v1:p1": "log earlier_post", "chat/chat:v1:p2": "timeline sole_witness" });
  });
});

describe("alerts beside the main one", () => {
  const warning = { severity: "medium" as const };

  it("one that stands on the timeline already is there once, with its end", () => {
    const first = [alert("Slow", 20, "firing", warning), alert("Slow", 28, "resolved", { ...warning, start: 20 })];
    const second = [alert("Slow", 50, "firing", warning), alert("Slow", 58, "resolved", { ...warning, start: 50 })];
    const found = verdicts([...first, ...second]);
    expect(first.map(({ event }) => found[event.key])).toEqual(["timeline alert", "timeline alert_ended"]);
    expect(second.map(({ event }) => found[event.key])).toEqual(["log alert_again", "log minor_clear"]);
  });

  it("one of another service, unless it is grave or spoken of", () => {
    const other = alert("Battery", 40, "firing", {
      ...warning,
      service: "basket",
      title: "Battery: office runs on it",
    });
    const grave = alert("Cellar", 50, "firing", { service: "basket", title: "Cellar: wet" });
    const found = verdicts([], [other, grave]);
    expect(found).toMatchObject({ [other.event.key]: "log alert_elsewhere", [grave.event.key]: "timeline alert" });
    const spoken = verdicts([says("m", "the office has no battery left")], [other]);
    expect(spoken[other.event.key]).toBe("timeline alert");
  });
});
