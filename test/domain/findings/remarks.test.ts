import { describe, expect, it } from "vitest";
import { alert, draft, message, status } from "../draft/views.ts";

const errors = alert("Errors", 0);
const found = (...args: Parameters<typeof draft>) => draft(...args).findings.map(({ finding }) => finding);
const rules = (...args: Parameters<typeof draft>) => found(...args).map(({ rule }) => rule);
const saying = (text: string) => [errors, message("m1", 20, text)];

/** By rule: what people say that is a remark of its kind, and what only sounds like one. */
const SAID: Readonly<Record<string, { yes: readonly string[]; no: readonly string[] }>> = {
  unwatched: {
    yes: [
      "nothing alerts on the depth of that queue",
      "we don't have a metric for it",
      "the pager never fired for any of these",
      "our dashboards are all empty",
      "that table isn't monitored",
      "opened a ticket for an alert on free slots",
      "why did no alarm go off",
      "there will be an alert for that by friday",
    ],
    no: [
      "nobody saw it, so calm",
      "the alert fired twice",
      "is there an alert on db3?",
      "all alerts are gone",
      "dashboards say 40 rps",
    ],
  },
  no_access: {
    yes: [
      "I don't have access to the registrar",
      "we have no permissions for that account",
      "I've no rights in that console, can you grant me access to it?",
      "does anybody with admin rights read this? who has access to the vault?",
      "my token for the bastion expired last week",
      "I get permission denied there",
    ],
    no: [
      "permission denied (13)",
      "his password has expired",
      "customers have no access to their carts",
      "access logs show nothing",
      "I have access, one minute",
    ],
  },
  undocumented: {
    yes: [
      "the runbook doesn't mention the second step",
      "that is documented nowhere? it's not written down as far as I see",
      "our wiki page is outdated, it talks about the old cluster",
      "is it written down anywhere how one drains it",
      "I'll update the runbook afterwards",
    ],
    no: ["the runbook says restart, so I restart", "reading the docs now", "docs deploy is green"],
  },
  untrained: {
    yes: ["I didn't know that it needs a second approval", "first time I run this failover", "never done this before"],
    no: ["nobody knows why yet", "I know how it works", "she was first"],
  },
  public_untold: {
    yes: ["status page still says all green", "our status page is wrong", "and the statuspage can't be updated"],
    no: ["the bank's status page is all green", "gateway status page is all green", "CDN status page doesn't load"],
  },
  unguarded: {
    yes: ["it went to all regions at once", "that path was never tested", "there was no canary for rule changes"],
    no: ["that is on staging only", "tests are green", "canary looks fine", "review please"],
  },
  held_up: {
    yes: ["workers reconnected by themselves", "the cache kept serving all along"],
    no: [
      "No data has been lost.",
      "nothing is lost, it only takes longer",
      "the app does not recover by itself",
      "we still check that nothing was lost",
      "is any data lost?",
      "I restarted them myself",
    ],
  },
  together: {
    yes: ["the vendor's people joined the call", "payments and search worked together on this"],
    no: ["the vendor is slow", "all together now"],
  },
  by_the_book: {
    yes: ["following the runbook for failovers", "we practised exactly this last month"],
    no: ["where is the runbook?", "the runbook is long"],
  },
  devised: {
    yes: ["wrote a little script that evicts them one by one", "found a workaround with the old endpoint"],
    no: ["the script failed", "any workaround?"],
  },
  beyond_duty: {
    yes: ["I'm off duty but have a laptop", "I'm on holiday, what do you need", "this got me out of bed, what's up"],
    no: [
      ...["she is on holiday", "who is on duty", "holiday traffic is high"],
      "web-7 has been up for ten minutes",
      "still up since the restart",
      "she has been up since three",
      "I'm on vacation next week though",
    ],
  },
  at_odds: {
    yes: ["who is IC here?", "nobody told me that it was drained", "I thought you had restarted it already"],
    no: ["I think it restarted", "told them"],
  },
};

for (const [rule, { yes, no }] of Object.entries(SAID)) {
  describe(rule, () => {
    it.each(yes)("is found in: %s", (text) => expect(rules(saying(text))).toContain(rule));
    it.each(no)("is not found in: %s", (text) => expect(rules(saying(text))).not.toContain(rule));
  });
}

it("a finding of a remark quotes it, names who said it and rests on its entry, also one of the log", () => {
  const drafted = draft(saying("btw nothing alerts on the depth of that queue"));
  const finding = drafted.findings.find(({ finding: { rule } }) => rule === "unwatched")?.finding;
  expect(finding).toMatchObject({
    part: "issue",
    category: "monitoring_gap",
    text: "Somebody says that monitoring missed it: “btw nothing alerts on the depth of that queue” (Oona)",
  });
  expect(drafted.entries.map(({ entry }) => entry.id)).toContain(finding?.evidence[0]);
});

describe("remarks", () => {
  const said = "nothing alerts on the depth of that queue";

  it("count once, with all that say so", () => {
    const finding = found([...saying(said), message("m2", 30, "the pager never fired for it")]).filter(
      ({ rule }) => rule === "unwatched",
    );
    expect(finding).toMatchObject([{ evidence: [expect.any(String), expect.any(String)] }]);
  });

  it("do not count when taken back, and only as last edited", () => {
    const step = (action: string, text: string) =>
      message("m1", 25, text, {
        key: `chat/chat:v1:m1:${action}`,
        action,
        refersTo: { type: "message", value: "m1" },
      });
    expect(rules([...saying(said), step("deleted", "")])).not.toContain("unwatched");
    expect(rules([...saying(said), step("edited", "the alert fired late")])).not.toContain("unwatched");
    expect(rules([...saying("hm"), step("edited", said)])).toContain("unwatched");
  });

  it("of strangers in a channel that is not the incident's own do not count", () => {
    const stranger = { actor: { type: "human", name: "Zeno" } } as const;
    const talk = message("m9", 20, "sorry, and the pager never fired for it of course", stranger);
    expect(rules([errors, talk])).toContain("unwatched");
    const far = { ranks: { [talk.event.key]: 4 } } as const;
    expect(rules([errors, talk], far)).not.toContain("unwatched");
    expect(rules([errors, message("m8", 10, "restarted web-7", stranger), talk], far)).toContain("unwatched");
  });
});

describe("own_change and tried_in_vain", () => {
  it("speak where no line of the timeline does", () => {
    const own = message("m1", 20, "that was my change, sorry");
    expect(found([errors, own])).toContainEqual(
      expect.objectContaining({ rule: "own_change", category: "failed_change" }),
    );
    const posts = [status("s1", 10, "identified", { text: "The first attempt to restore the table failed." })];
    expect(rules([errors, ...posts])).toContain("tried_in_vain");
  });

  it("give way to one that does", () => {
    const tried = message("m2", 22, "restarted web-7, no difference");
    const remark = message("m3", 40, "the second attempt failed as well", { actor: { type: "human", name: "Boaz" } });
    const both = rules([errors, tried, remark]);
    expect(both).toContain("failed_mitigation");
    expect(both).not.toContain("tried_in_vain");
  });
});
