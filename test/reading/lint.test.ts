import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENGLISH_LINT } from "../../src/reading/english/lint.ts";
import { createLinter } from "../../src/reading/lint.ts";
import type { LintLanguage } from "../../src/reading/lint-language.ts";

const PEOPLE = new Set(["Noor Haddad", "dmitri"]);
const lint = createLinter();
const marked = (text: string) => lint(text, PEOPLE).map(({ rule, words }) => `${rule}: ${words}`);

describe("why", () => {
  it.each([
    ["Noor restarted the cache because it was full", "because"],
    ["The queue stood still due to a full disk", "due to"],
    ["Outage caused by an expired certificate", "caused by"],
    ["The root cause was a missing index", "root cause"],
    ["Traffic moved to Oslo so that Bergen could rest", "so that"],
    ["The gateway was drained in order to upgrade it", "in order to"],
    ["The old balancer is to blame", "to blame"],
    ["Status page, investigating: No logins because of a full disk", "because of"],
  ])("marks “%s”", (text, words) => {
    expect(marked(text)).toEqual([`why: ${words}`]);
  });

  it.each([
    "dmitri suspected: the cache is slow because the disk is full",
    "Noor noted: maybe the disk is slow because of the backup",
    "Noor looked for the root cause of the resets",
    "Release 9 is due to start at 10:00",
    "Thanks to all who helped",
    "Cause unknown, parcels team called in",
  ])("leaves “%s”: it says that somebody guessed or looked, or means something else", (text) => {
    expect(marked(text)).toEqual([]);
  });
});

describe("how", () => {
  it.each([
    ["The pool ran dry, which meant that orders waited", "which meant"],
    ["A retry loop led to a full queue", "led to"],
    ["Outage resolved for all by restarting the gateway", "resolved for all by restarting"],
    ["It turned out that the standby was empty", "turned out that"],
  ])("marks “%s”", (text, words) => {
    expect(marked(text)).toEqual([`how: ${words}`]);
  });

  it.each(["Noor led the call", "Errors cleared by 10:40", "The replica turned out of sync"])("leaves “%s”", (text) => {
    expect(marked(text)).toEqual([]);
  });
});

describe("counterfactual", () => {
  it.each([
    ["The alert should have fired at 09:58", "should have"],
    ["We shouldn't have merged that", "shouldn't have"],
    ["A canary could have caught it", "could have caught"],
    ["The outage would have been avoided by a canary", "would have been avoided"],
    ["If only the runbook were linked", "If only"],
    ["Had we known of the backup, nobody had worried", "Had we known"],
    ["Monitoring failed to detect the leak", "failed to detect"],
    ["Noor failed to acknowledge the page", "failed to acknowledge"],
    ["dmitri failed to restart the gateway", "failed to restart"],
    ["Nobody noticed the full disk", "Nobody noticed"],
    ["The job was supposed to run at night", "was supposed to"],
  ])("marks “%s”", (text, words) => {
    expect(marked(text)).toEqual([`counterfactual: ${words}`]);
  });

  it.each([
    "Pods failed to start on three nodes",
    "The gateway failed to connect to basket-db",
    "The balancers have half of the requests they should have for a Friday",
    "dmitri noted: this could have to do with the cache",
    "dmitri: should I have a look at the cache?",
  ])("leaves “%s”: a machine's failure, or no regret", (text) => {
    expect(marked(text)).toEqual([]);
  });
});

describe("blame", () => {
  it.each([
    ["Outage by human error during the upgrade", "human error"],
    ["A careless change of the firewall", "careless"],
    ["Noor broke the checkout", "broke"],
    ["noor also took down the standby", "also took down"],
    ["Noor Haddad ignored the page", "ignored"],
    ["@dmitri misconfigured the proxy", "misconfigured"],
    ["The on-call forgot the certificate", "forgot"],
    ["The table was dropped by accident", "by accident"],
    ["The delay is Noor's fault", "'s fault"],
    ["He messed up the rollout", "messed up"],
    ["dmitri: my bad, wrong cluster", "my bad"],
  ])("marks “%s”", (text, words) => {
    expect(marked(text)).toEqual([`blame: ${words}`]);
  });

  it.each([
    "Deploy 12 broke the checkout",
    "The proxy ignored the header",
    "Elinor broke records",
    "Page fault on node 3, fault domain B drained",
    "dmitri noted: it is not her fault",
    "Error rate of user logins at 12 %",
  ])("leaves “%s”: nobody is judged", (text) => {
    expect(marked(text)).toEqual([]);
  });
});

describe("linting", () => {
  it("gives place, words, reason and a suggestion", () => {
    const text = "Noor put v7 back because v8 leaked";
    const [mark] = lint(text, PEOPLE);
    expect(mark).toMatchObject({ rule: "why", span: [17, 24], words: "because" });
    expect(text.slice(...(mark?.span ?? []))).toBe("because");
    expect(mark?.reason).toMatch(/^It tells a cause .*\.$/);
    expect(mark?.hint).toMatch(/^Say what was done or seen.*\.$/);
  });

  it("marks several, by their place, and the same words once", () => {
    expect(marked("Noor forgot the flag, which caused errors because nobody checked")).toEqual([
      "blame: forgot",
      "how: which caused",
      "why: because",
      "counterfactual: nobody checked",
    ]);
  });

  it.each(["“", "`", '"'])("leaves what stands in quotes (%s): it is somebody's, or a name", (quote) => {
    const end = quote === "“" ? "”" : quote;
    expect(marked(`Noor merged ${quote}retry because of timeouts${end} at noon`)).toEqual([]);
    expect(marked(`Noor merged ${quote}retry${end} because of timeouts`)).toEqual(["why: because of"]);
  });

  it("leaves plain lines of a timeline", () => {
    for (const text of [
      "Alert fired: CheckoutErrors: 12 % of requests fail",
      "Noor rolled checkout back to v317",
      "dmitri reported recovery: payments go through again",
      "Status page, investigating: Payments are slow for some customers",
      "Noor decided to keep the old queue",
    ])
      expect(marked(text)).toEqual([]);
  });

  it("marks one or two in a hundred of what people say in chat", () => {
    const folder = join(import.meta.dirname, "corpus");
    const chats = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
    const lines = chats.flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
    const said = lines.flatMap((line) => {
      const { who, say }: { who?: string; say?: string } = JSON.parse(line);
      return who !== undefined && say !== undefined ? [say] : [];
    });
    expect(said.length).toBeGreaterThan(20_000);
    const share = said.filter((text) => marked(text).length > 0).length / said.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.02);
  });

  it("marks nothing that has none of the beginnings: looking for them first changes nothing", () => {
    const unhurried = (text: string) => {
      const beginnings = (text.toLowerCase().match(/(?<!\p{L})\p{L}{1,4}/gu) ?? []).join(" ");
      return createLinter({ ...ENGLISH_LINT, wordings: ENGLISH_LINT.wordings.map((one) => ({ ...one, beginnings })) });
    };
    const words = ENGLISH_LINT.wordings.flatMap(({ pattern }) => pattern.source.match(/[a-z' ]{3,}/g) ?? []);
    for (const said of words)
      for (const text of [
        `Noor ${said} it`,
        `She ${said} have been avoided`,
        `It was ${said} to notice that restarting`,
      ])
        expect([text, lint(text, PEOPLE)]).toEqual([text, unhurried(text)(text, PEOPLE)]);
  });

  it("takes its words from a language", () => {
    const advice = { reason: "Grund.", hint: "Nur was." };
    const german: LintLanguage = {
      wordings: [
        { rule: "why", beginnings: "weil", pattern: /\bweil\b/i },
        { rule: "blame", beginnings: "verb", ofPerson: true, pattern: /\bverbockte\b/i },
      ],
      advice: { blame: advice, counterfactual: advice, how: advice, why: advice },
      somebody: /\bjemand $/i,
    };
    const inGerman = (text: string) => createLinter(german)(text, PEOPLE).map(({ words }) => words);
    expect(inGerman("Noor startete neu, weil es voll war")).toEqual(["weil"]);
    expect(inGerman("Jemand verbockte es, dmitri verbockte es, es verbockte es")).toEqual(["verbockte", "verbockte"]);
    expect(inGerman("because of it")).toEqual([]);
  });
});
