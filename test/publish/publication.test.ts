import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/domain/hash.ts";
import { renderHtml, STYLESHEETS } from "../../src/publish/html.ts";
import { policyOf } from "../../src/publish/html-policy.ts";
import { renderMarkdown } from "../../src/publish/markdown.ts";
import { obstacles } from "../../src/publish/obstacles.ts";
import { publish } from "../../src/publish/publication.ts";
import { decided, draftedFinding, entryId, fold, machineDraft } from "../domain/draft/machine-drafts.ts";

const [A, B] = ["am/alertmanager:v1:a", "slack/slack:v1:b"];
const finding = draftedFinding({ rule: "automated_detection", evidence: [entryId(A)], text: "An alert was first." }, A);
const machine = machineDraft({
  entries: [
    { events: [A], minute: 0 },
    { events: [B], minute: 1 },
  ],
  findings: [finding],
});
const facts = { incident: machine.opener, number: 2, by: "Ada", at: "2026-03-02T09:00:00Z", events: machine.events };
const styles = 'h1 { margin: 0 }\nq::before { content: "</" }';

describe("a publication", () => {
  const draft = fold(machine, decided(machine, [], { type: "hide", entry: entryId(B), version: 0 }));
  const record = publish(draft, { ...facts, styles });

  it("is bytes with their digest, the last decision and the events", () => {
    expect(record).toMatchObject({ ...facts, revision: 1, digest: sha256(record.json) });
    expect(JSON.parse(record.json)).toEqual(JSON.parse(JSON.stringify(draft)));
    expect(publish(draft, { ...facts, styles })).toEqual(record);
  });

  it("says which version it is, with its digest, in each rendering", () => {
    const sentence = `Version 2, published by Ada on 2026-03-02 09:00 UTC, digest ${record.digest.slice(0, 12)}.`;
    expect(record.markdown).toContain(sentence);
    expect(record.html).toContain(sentence);
    expect(record.html).toContain(record.digest);
  });

  it("leaves hidden entries out, counted", () => {
    expect(record.markdown).not.toContain(`What ${B}`);
    expect(record.html).not.toContain(`What ${B}`);
    expect(record.markdown).toContain("Not shown: 1 entry hidden by people.");
    expect(record.html).toContain("Not shown: 1 entry hidden by people.");
  });

  it("stands alone: it has its styles in itself, allows exactly them, and loads nothing", () => {
    const embedded = /<style>(.*?)<\/style>/s.exec(record.html)?.[1] ?? "";
    expect(embedded).toBe('h1 { margin: 0 }\nq::before { content: "<\\/" }');
    const source = `'sha256-${createHash("sha256").update(embedded).digest("base64")}'`;
    const policy = `default-src 'none'; style-src ${source}; img-src 'self'; base-uri 'none'; form-action 'none'`;
    expect(record.html).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}"><style>`);
    expect(policyOf(record.html)).toBe(`${policy}; frame-ancestors 'none'`);
    expect(record.html).not.toMatch(/<(link|script)|\ssrc=/);
  });

  it("is served with a policy for linked style sheets where it was made with them", () => {
    const linked = renderHtml(draft);
    for (const name of STYLESHEETS) expect(linked).toContain(`<link rel="stylesheet" href="/assets/${name}">`);
    expect(policyOf(linked)).toContain("default-src 'none'; style-src 'self'; ");
  });
});

describe("the five parts", () => {
  const PARTS = ["What happened", "What went wrong", "What went well", "Issues identified", "Improvements"];

  it("stand in their order and say where the record has nothing", () => {
    const empty = fold(machineDraft({ entries: [] }));
    const [markdown, html] = [renderMarkdown(empty), renderHtml(empty)];
    expect((markdown.match(/^## .*$/gm) ?? []).filter((line) => PARTS.includes(line.slice(3)))).toEqual(
      PARTS.map((part) => `## ${part}`),
    );
    expect(markdown.match(/^Not in the record\.$/gm)).toHaveLength(5);
    expect([...html.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, part]) => part)).toEqual(PARTS);
    expect(html.match(/<p class="absent">Not in the record\./g)).toHaveLength(5);
    expect(markdown).toContain("**Impact started:** not in the record");
    expect(markdown).toContain("**Time to detect:** unknown (detected − impact started)");
  });

  it("state what people accepted and keep suggestions apart", () => {
    const suggested = renderMarkdown(fold(machine));
    expect(suggested).toMatch(/## What went well\n\n\*Suggested, not judged yet:\*\n\n- An alert was first\.\[\^1\]/);
    const judge = { type: "judge", finding: finding.finding.id, version: 0, verdict: "accepted" } as const;
    const accepted = fold(machine, decided(machine, [], judge));
    expect(renderMarkdown(accepted)).toMatch(
      /## What went well\n\n- An alert was first\.\[\^1\] \(automated detection\)\n/,
    );
    expect(renderHtml(accepted)).not.toContain("Suggested");
    expect(renderHtml(fold(machine))).toMatch(/What went well<\/h2><div class="suggested">/);
    const rejected = fold(machine, decided(machine, [], { ...judge, verdict: "rejected" }));
    expect(renderMarkdown(rejected)).not.toContain("An alert was first.");
    expect(renderMarkdown(rejected)).toContain("## What went well\n\nNot in the record.\n\n1 suggestion rejected.");
    expect(renderMarkdown(rejected)).toContain("1 suggestion rejected.");
  });

  it("mark a finding without evidence and an action without an owner", () => {
    const bare = machineDraft({ entries: [], findings: [draftedFinding({ rule: "x" }, null)] });
    const draft = {
      ...fold(bare),
      actions: [{ id: "a", text: "Watch it", owner: null, version: 1, state: "open" as const }],
    };
    expect(renderMarkdown(draft)).toContain("**No evidence in the record.**");
    expect(renderMarkdown(draft)).toContain("- Watch it · **NOBODY OWNS THIS** · open");
    expect(renderHtml(draft)).toContain("NOBODY OWNS THIS");
  });

  it("show UTC, T+ and the reader's clock", () => {
    const draft = fold(machine);
    expect(renderMarkdown(draft, { zone: "America/Los_Angeles" })).toContain(
      "| 10:01:00 | T+1:00 | 02:01:00 | Alert |",
    );
    expect(renderMarkdown(draft)).toContain("| 10:01:00 | T+1:00 | Alert |");
    expect(renderMarkdown(draft)).toContain(
      "All times are UTC. T+ counts from the first entry, 2026-03-01 10:00:00 UTC.",
    );
    expect(renderHtml(draft)).toContain('<time class="utc" datetime="2026-03-01T10:01:00Z">10:01:00</time>');
  });

  it("prove each line by a footnote", () => {
    expect(renderMarkdown(fold(machine))).toContain(
      `[^1]: am, delivery d:${A}; happened 2026-03-01 10:00:00 UTC, received 2026-03-01 10:00:00 UTC`,
    );
  });

  it("list at most twenty pieces of evidence and say how many more there are", () => {
    const events = Array.from({ length: 33 }, (_, index) => `am/alertmanager:v1:${index}`);
    const storm = fold(machineDraft({ entries: [{ events, minute: 0 }] }));
    expect(renderMarkdown(storm)).toContain("and 13 pieces more in the draft.");
    expect(renderHtml(storm)).toContain("and 13 pieces more in the draft");
    const missing = [{ delivery: "d", source: "am", code: "not_json" }];
    expect(renderMarkdown({ ...storm, missing })).not.toMatch(/^(\[\^1\]: +|\s*)\* /m);
  });
});

describe("obstacles", () => {
  const codes = (draft: Parameters<typeof obstacles>[0]) =>
    obstacles(draft).map(({ code, blocks }) => (blocks ? `${code}!` : code));

  it("are warnings about what is left over", () => {
    expect(codes(fold(machine))).toEqual(["not_reviewed", "unjudged_findings"]);
    const questions = [{ id: "q", text: "?", about: null, version: 0, state: "open" as const }];
    const incident = { ...machine.incident, status: "open" as const };
    const missing = [{ delivery: "d", source: "s", code: "c" }];
    const open = { ...fold({ ...machineDraft({ entries: [] }), questions, incident }), missing };
    expect(codes(open)).toEqual([
      "not_reviewed",
      "open_questions",
      "missing_deliveries",
      "incident_open",
      "empty_timeline",
    ]);
  });

  it("are counted in sentences that agree with their number", () => {
    const question = (id: string) => ({ id, text: "?", about: null, version: 0, state: "open" as const });
    const open = (ids: string[]) => ({ ...fold(machine), questions: ids.map(question) });
    const texts = (ids: string[]) => obstacles(open(ids)).map(({ text }) => text);
    expect(texts(["q"])).toContain("1 question is open, and published as open.");
    expect(texts(["q"])).toContain("1 suggestion is not judged: it is published as a suggestion.");
    expect(texts(["q", "r"])).toContain("2 questions are open, and published as open.");
  });

  it("are action items that are open and nobody's, and block where one was changed under an edit", () => {
    const action = { id: "a_1", text: "Raise it", owner: null, version: 1, state: "open" as const };
    const draft = {
      ...fold(machine),
      actions: [action, { ...action, state: "done" as const }, { ...action, owner: "Ada" }],
    };
    expect(obstacles(draft).map(({ text }) => text)).toContain("1 action item is open, and nobody owns it.");
    const conflict = [{ field: "owner" as const, basis: null, machine: "Ben", human: "Ada" }];
    expect(obstacles({ ...draft, actions: [{ ...action, conflict }] })[0]).toMatchObject({
      ...{ code: "undecided_conflict", blocks: true, about: "a_1" },
    });
  });

  it("are hints about the wording of the timeline, with the first that is meant", () => {
    const mark = { rule: "why", span: [0, 3] as [number, number], words: "hence", reason: "Why.", hint: "Say what." };
    const draft = fold(machine);
    const marked = (visibility: "timeline" | "log") =>
      obstacles({ ...draft, entries: draft.entries.map((entry) => ({ ...entry, visibility, lint: [mark] })) });
    const wording = marked("timeline").find(({ code }) => code === "wording");
    expect(wording).toMatchObject({ blocks: false, about: draft.entries[0]?.id });
    expect(wording?.text).toMatch(/^\d+ lines say more than what happened .+ The first: "hence"\. Say what\.$/);
    expect(marked("log").map(({ code }) => code)).not.toContain("wording");
  });

  it("say that the last version says the same already", () => {
    expect(obstacles(fold(machine), 3)[0]).toMatchObject({
      ...{ code: "unchanged", blocks: false },
      text: "Nothing has changed since version 3.",
    });
  });

  it("are what came since the review", () => {
    const reviewed = decided(machine, [], { type: "review", digest: fold(machine).digest });
    const later = machineDraft({
      entries: [
        { events: [A], minute: 0 },
        { events: ["gh/github:v1:c"], minute: 1 },
      ],
    });
    expect(codes(fold(later, reviewed))).toEqual(["new_since_review"]);
    expect(codes(fold(machine, reviewed))).toEqual(["unjudged_findings"]);
  });

  it("block while an edit is in conflict, and name the entry", () => {
    const records = decided(machine, [], {
      type: "reword",
      entry: entryId(A),
      version: 0,
      basis: "Before",
      text: "Mine",
    });
    expect(obstacles(fold(machine, records))[0]).toMatchObject({
      code: "undecided_conflict",
      blocks: true,
      about: entryId(A),
    });
  });
});
