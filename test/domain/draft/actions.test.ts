import { describe, expect, it } from "vitest";
import { actionId } from "../../../src/domain/served-names.ts";
import { alert, anything, draft, message } from "./views.ts";

const errors = alert("Errors", 0);
const over = alert("Errors", 27, "resolved", { start: 0 });
const actionsOf = (...args: Parameters<typeof draft>) => draft(...args).actions.map(({ action }) => action);
const saying = (text: string, minute = 40) => [errors, over, message("m1", minute, text)];

describe("actions", () => {
  it.each([
    ["I'll raise the connection limit tomorrow", "Oona"],
    ["filed a ticket for the missing index", null],
    ["follow-up: take the old nodes out of the pool", null],
    ["ticket for an alert on free slots: OPS-311", null],
    ["TODO: a second person for restores", null],
    ["TODO: alert on the vault's disk, owner ruben", "ruben"],
    ["action item: rehearse the restore (assigned to @Noor)", "Noor"],
    ["I've filed a ticket for the index, owner: jun.k", "jun.k"],
    ["TODO: rehearse the restore, owner tbd", null],
    ["we should move the token to the vault next week", null],
    ["we should also document the limit in the runbook", null],
    ["follow-up: @jun.k to put the pool size into the chart", "jun.k"],
    ["TODO(Ruben): a dashboard for failed logins", "Ruben"],
    ["action item for @noor: lower the cache time", "noor"],
    ["action item: Oona to check that both keys are out", "Oona"],
    ["action item: Postgres to be upgraded", null],
    ["follow-up: batch jobs need a time limit, @ruben owns it", "ruben"],
    ["we should alert on failed logins, I'll take that", "Oona"],
  ])("are what people set themselves or others: %s", (text, owner) => {
    expect(actionsOf(saying(text))).toEqual([
      { id: expect.stringMatching(/^a_/), text: expect.any(String), owner, version: 0, state: "open" },
    ]);
  });

  it.each([
    "we should have asked before",
    "should we restart it?",
    "I'll restart it now",
    "we should be fine now",
    "should we alert on it?",
    "tomorrow is a holiday",
  ])("are no deed of now, no question, no regret: %s", (text) => expect(actionsOf(saying(text))).toEqual([]));

  it("are what should be done only once it is over: before, it is a step on the way", () => {
    expect(actionsOf(saying("we should drain it", 20))).toEqual([]);
    expect(actionsOf(saying("we should drain it before upgrades"))).toHaveLength(1);
  });

  it("call people by their names, and not by a vendor's ids", () => {
    const noor = message("m0", 5, "restarted web-7", { actor: { type: "human", id: "slack:U0NOOR123", name: "Noor" } });
    const asked = message("m1", 40, "follow-up: batch jobs need a time limit, @U0NOOR123 owns it");
    expect(actionsOf([errors, over, noor, asked])).toMatchObject([
      { text: "follow-up: batch jobs need a time limit, @Noor owns it", owner: "Noor" },
    ]);
  });

  it("are none of what was said before anybody noticed", () => {
    const shape = { openers: [errors.event.key] };
    expect(actionsOf(saying("I'll raise the connection limit tomorrow", -20), shape)).toEqual([]);
  });

  const ticket = (minute: number, type: "pr" | "ticket") =>
    anything({
      key: `gh/gh:v1:issue:${minute}`,
      kind: "ticket",
      action: "opened",
      title: "Limit connections (#7)",
      correlation: [{ type, value: "acme/shop#7" }],
      links: [{ rel: "ticket", url: "https://git.example/acme/shop/issues/7" }],
      minute,
    });

  it("are tickets that were opened once impact was over, with their address; no pull requests", () => {
    expect(actionsOf([errors, over, ticket(40, "ticket")])).toMatchObject([
      { text: "Limit connections (#7)", owner: null, url: "https://git.example/acme/shop/issues/7" },
    ]);
    expect(actionsOf([errors, over, ticket(20, "ticket")])).toEqual([]);
    expect(actionsOf([errors, over, ticket(40, "pr")])).toEqual([]);
  });

  const edited = (text: string, id = "m1") =>
    message(`${id}-edit`, 45, text, {
      ...{ action: "edited", refersTo: { type: "message", value: id } },
      correlation: [{ type: "channel", value: "shop-ops" }],
    });
  const idsOf = (...args: Parameters<typeof draft>) => actionsOf(...args).map(({ id }) => id);

  it("have a name that lasts through edits of the message, whatever becomes of its words and of others", () => {
    const [first, second] = ["I'll raise the limit tomorrow", "I'll lower the limit next week"];
    const id = actionId("m1", 0);
    expect(idsOf(saying(first))).toEqual([id]);
    const after = actionsOf([...saying(first), edited(second)]);
    expect(after).toMatchObject([{ id, text: expect.stringContaining("lower") }]);
    expect(idsOf([errors, over, edited(second)])).toEqual([id]);
    const earlier = message("m0", 39, "TODO: a second person for restores");
    expect(idsOf([...saying(first), earlier])).toEqual([actionId("m0", 0), id]);
  });

  it("are two of two to-dos in one message, with a name each", () => {
    const both = saying("TODO: a second person for restores. filed a ticket for the missing index");
    expect(idsOf(both)).toEqual([actionId("m1", 0), actionId("m1", 1)]);
  });
});
