import { describe, expect, it } from "vitest";
import { RULES } from "../../../src/domain/findings/find-all.ts";
import { nameHash } from "../../../src/domain/hash.ts";
import { CATEGORIES } from "../../../src/domain/kinds.ts";
import { alert, change, draft, entriesOf, message, page } from "../draft/views.ts";

const found = (...args: Parameters<typeof draft>) => draft(...args).findings.map(({ finding }) => finding);
const rules = (...args: Parameters<typeof draft>) => found(...args).map(({ rule }) => rule);
const report = (minute: number) => message("m1", minute, "customers report that checkout is down");
const errors = alert("Errors", 0);

it("every finding names its rule, a known category, a reason and entries of the draft", () => {
  const drafted = draft(
    [change("w", -5, "succeeded"), errors, page("Q", 2, "acknowledged"), report(5), change("w", 9, "rolled_back")],
    { openers: [errors.event.key] },
  );
  const ids = new Set(entriesOf(drafted).map(({ id }) => id));
  expect(drafted.findings.length).toBeGreaterThan(2);
  for (const { subject, finding } of drafted.findings) {
    expect(CATEGORIES[finding.part]).toContain(finding.category);
    expect(finding).toMatchObject({ id: `f_${nameHash(finding.rule, subject ?? "")}`, state: "candidate", version: 0 });
    expect(finding.reason).toMatch(/^[a-z_]+: ./);
    expect(finding.evidence.length).toBeGreaterThan(0);
    for (const id of finding.evidence) expect(ids).toContain(id);
  }
});

it("rules have names of their own", () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

describe("automated_detection", () => {
  it("carries both gaps", () => {
    expect(found([errors, page("Q7", 2, "acknowledged"), report(7)])[0]).toMatchObject({
      part: "went_well",
      text: "Detected by an alert: 7 min before the first human report; 2 min to the first human action.",
    });
    expect(found([errors])[0]?.text).toBe(
      "Detected by an alert: nobody in the record reported it; no human action is in the record.",
    );
  });

  it("does not say that nobody reported it where a line is likely a report", () => {
    const weighed = message("m1", 5, "queue of 40 at the call centre since checkout fails");
    expect(entriesOf(draft([errors, weighed])).map(({ kind }) => kind)).toContain("human_report");
    expect(found([errors, weighed])[0]?.text).toBe(
      "Detected by an alert: a line looks like a report but does not plainly say so; no human action is in the record.",
    );
  });

  it("is silent where a person was first, or triggered the page", () => {
    expect(rules([report(0), alert("Errors", 3)])).not.toContain("automated_detection");
    expect(rules([page("Q7", 0, "triggered", { actor: { type: "human", name: "Oona" } })])).not.toContain(
      "automated_detection",
    );
  });
});

describe("fast_acknowledgement and slow_response", () => {
  it("measure the first acknowledgement against the targets", () => {
    expect(rules([errors, page("Q7", 5, "acknowledged")])).toContain("fast_acknowledgement");
    expect(rules([errors, page("Q7", 6, "acknowledged")])).not.toContain("fast_acknowledgement");
    expect(rules([errors, page("Q7", 30, "acknowledged")])).not.toContain("slow_response");
    expect(rules([errors, page("Q7", 31, "acknowledged")])).toContain("slow_response");
  });

  it("praise no fast answer after which impact is known to have gone on for long", () => {
    const over = (minute: number) => message("m5", minute, "it's mitigated as of now");
    expect(rules([errors, page("Q7", 2, "acknowledged"), over(30)])).toContain("fast_acknowledgement");
    expect(rules([errors, page("Q7", 2, "acknowledged"), over(31)])).not.toContain("fast_acknowledgement");
  });

  it("measure the first action where nobody acknowledged", () => {
    expect(rules([errors, message("m2", 40, "restarted web-7")])).toContain("slow_response");
    expect(rules([errors, message("m2", 20, "restarted web-7")])).not.toContain("slow_response");
  });

  it("say nothing where nobody is known to have acted", () => {
    expect(rules([errors])).not.toContain("slow_response");
  });
});

describe("late_detection", () => {
  it("is a report before the first alert, with how much later that came", () => {
    const late = (...args: Parameters<typeof draft>) =>
      found(...args).find(({ rule }) => rule === "late_detection")?.text;
    expect(late([report(0), alert("Errors", 6)])).toBe("A person told of it first; the first alert came 6 min later.");
    expect(late([report(0)])).toBe("A person told of it first; no alert is in the record.");
  });

  it("is no report just before an alert that came within the target", () => {
    expect(rules([report(0), alert("Errors", 5)])).not.toContain("late_detection");
  });

  it("is a symptom longer before the alert than the target", () => {
    const symptom = (clock: string) => message("m2", 10, `the site is down with nothing but 503s since ${clock}`);
    expect(rules([errors, symptom("09:50")])).toContain("late_detection");
    expect(rules([errors, symptom("09:58")])).not.toContain("late_detection");
  });
});

describe("failed_change", () => {
  it("is a rollback, with the change before it", () => {
    const put = found([change("web-13", -9, "succeeded"), errors, change("web-12", 9, "rolled_back")], {
      openers: [errors.event.key],
    });
    expect(put.find(({ rule }) => rule === "failed_change")).toMatchObject({
      text: "A change was put back: ines deployed web-13",
    });
  });

  it("is a change that says that it failed", () => {
    expect(rules([errors, change("web-13", 9, "failed")])).toContain("failed_change");
    expect(rules([errors, change("web-13", 9, "succeeded")])).not.toContain("failed_change");
  });
});

describe("failed_mitigation", () => {
  it("is what people say did not help", () => {
    expect(rules([errors, message("m2", 9, "restarted web-7, no difference")])).toContain("failed_mitigation");
    expect(rules([errors, message("m2", 9, "restarted web-7")])).not.toContain("failed_mitigation");
    const back = (action: string, title: string) => rules([errors, change("web-12", 9, action, { title })]);
    expect(back("failed", "roll back shop to web-12")).toContain("failed_mitigation");
    expect(back("succeeded", "roll back shop to web-12")).not.toContain("failed_mitigation");
    expect(back("failed", "shop web-13")).not.toContain("failed_mitigation");
  });

  it("is no guess, and nothing that is only likelier than all else to be one", () => {
    for (const text of [
      "I think the restart of web-7 did not help",
      "I am still attempting to find out why the exporter failed to drop the old series",
    ])
      expect(rules([errors, message("m1", 8, "restarted web-7"), message("m2", 9, text)])).not.toContain(
        "failed_mitigation",
      );
  });

  it("goes by what the line is called: a customer's words in a report are no attempt", () => {
    const quoting = message("m2", 9, "customer writes: 'restarted the app, no difference, still cannot pay'");
    expect(entriesOf(draft([errors, quoting])).map(({ kind }) => kind)).toContain("human_report");
    expect(rules([errors, quoting])).not.toContain("failed_mitigation");
  });
});

describe("alert_noise", () => {
  const storm = (count: number) =>
    Array.from({ length: count }, (_, index) => alert("NodeDown", index / 10, "firing", { names: [`node-${index}`] }));

  it("counts 25 firings or more", () => {
    expect(found(storm(25)).find(({ rule }) => rule === "alert_noise")?.text).toBe("25 firings of 1 alert.");
    expect(rules(storm(24))).not.toContain("alert_noise");
  });
});
