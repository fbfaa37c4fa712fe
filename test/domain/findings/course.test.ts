import { describe, expect, it } from "vitest";
import { RULES } from "../../../src/domain/findings/find-all.ts";
import { FINDING_PARTS } from "../../../src/domain/kinds.ts";
import { alert, change, draft, message, page, status } from "../draft/views.ts";

const errors = alert("Errors", 0);
const found = (...args: Parameters<typeof draft>) => draft(...args).findings.map(({ finding }) => finding);
const rules = (...args: Parameters<typeof draft>) => found(...args).map(({ rule }) => rule);
const textOf = (rule: string, ...args: Parameters<typeof draft>) =>
  found(...args).find((one) => one.rule === rule)?.text;

describe("fast_mitigation", () => {
  const over = (minute: number) => message("m5", minute, "it's mitigated as of now");

  it("is a deed, and mitigation within a quarter of an hour of detection", () => {
    const restart = message("m2", 6, "restarted web-7");
    expect(textOf("fast_mitigation", [errors, restart, over(15)])).toMatch(
      /^Mitigated 15 min after detection, after: /,
    );
    expect(rules([errors, restart, over(16)])).not.toContain("fast_mitigation");
    expect(rules([errors, alert("Errors", 9, "resolved", { start: 0 })])).not.toContain("fast_mitigation");
  });
});

describe("public_told and public_untold", () => {
  it("are two posts, the first within five minutes of detection; a first post after an hour", () => {
    const posts = (minute: number) => [status("s1", minute, "investigating"), status("s1", minute + 9, "identified")];
    expect(textOf("public_told", [errors, ...posts(5)])).toBe("The public was told 5 min after detection, in 2 posts.");
    expect(rules([errors, ...posts(6)])).not.toContain("public_told");
    expect(rules([errors, status("s1", 5, "investigating")])).not.toContain("public_told");
    expect(textOf("public_untold", [errors, ...posts(61)])).toBe(
      "The status page told of it 1 h 1 min after detection.",
    );
    expect(rules([errors, ...posts(60)])).not.toContain("public_untold");
  });

  it("take a person's word before the clock", () => {
    const stuck = message("m2", 30, "I can't update the status page");
    expect(textOf("public_untold", [errors, stuck, status("s1", 70, "identified")])).toContain(
      "“I can't update the status page”",
    );
  });
});

describe("unnoticed", () => {
  const report = message("m1", 0, "customers report that checkout is down");

  it("is a person's report without an alert within the target", () => {
    expect(textOf("unnoticed", [report])).toBe("No alert told of it when a person did: none is in the record.");
    expect(textOf("unnoticed", [report, alert("Errors", 6)])).toContain("the first came 6 min later");
    expect(rules([report, alert("Errors", 5)])).not.toContain("unnoticed");
    expect(rules([errors])).not.toContain("unnoticed");
  });

  it("gives way to who says what monitoring missed", () => {
    const both = rules([report, message("m2", 9, "nothing alerts on that")]);
    expect(both).toContain("unwatched");
    expect(both).not.toContain("unnoticed");
  });
});

describe("answered_call", () => {
  const call = message("m1", 5, "can somebody from storage join please");
  const by = (name: string, minute: number) =>
    message(`m${minute}`, minute, "restarted the two volumes", { actor: { type: "human", name } });

  it("is somebody new with a line within a quarter of an hour", () => {
    expect(textOf("answered_call", [errors, call, by("Boaz", 20)])).toBe(
      "A call for help was answered within 15 min by Boaz.",
    );
    expect(rules([errors, call, by("Boaz", 21)])).not.toContain("answered_call");
    expect(rules([errors, by("Boaz", 2), call, by("Boaz", 9)])).not.toContain("answered_call");
    expect(rules([errors, by("Boaz", 9)])).not.toContain("answered_call");
  });
});

describe("unanswered_page", () => {
  const escalated = (type: "automation" | "human") => page("Q7", 12, "escalated", { actor: { type, name: "Marek" } });

  it("is a page that the pager passed on by itself", () => {
    expect(textOf("unanswered_page", [page("Q7", 0, "triggered"), escalated("automation")])).toBe(
      "A page went on to somebody else after 12 min: nobody had answered it.",
    );
    expect(rules([page("Q7", 0, "triggered"), escalated("human")])).not.toContain("unanswered_page");
  });
});

describe("all findings", () => {
  it("are few, part by part, the surest first", () => {
    const words = [
      "nothing alerts on that queue",
      "I don't have access to the registrar",
      "the runbook doesn't mention the second step",
      "I didn't know that it needs a second approval",
      "that path was never tested",
      "workers reconnected by themselves",
      "wrote a little script that evicts them",
      "following the runbook for failovers",
      "I'm off duty but have a laptop",
      "the vendor's people joined the call",
      "who is IC here?",
      "that was my change, sorry",
      "the first attempt to restore the table failed",
    ];
    const all = found([
      errors,
      page("Q7", 2, "acknowledged"),
      ...words.map((text, at) => message(`w${at}`, 10 + at, text)),
      change("web-14", 5, "succeeded"),
    ]);
    expect(all).toHaveLength(10);
    const places = all.map(({ part }) => FINDING_PARTS.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const sure = (name: string) => RULES.find((rule) => rule.name === name)?.agreed ?? [0, 0];
    for (const part of FINDING_PARTS) {
      const ratios = all
        .filter((one) => one.part === part)
        .map(({ rule }) => (sure(rule)[0] + 1) / (sure(rule)[1] + 4));
      expect(ratios.length).toBeLessThanOrEqual(6);
      expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
    }
  });

  it("agreed never more often than they spoke", () => {
    for (const { agreed } of RULES) expect(agreed[0]).toBeLessThanOrEqual(agreed[1]);
  });
});
