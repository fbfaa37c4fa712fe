import { h, type JSX } from "preact";
import type { Draft } from "../../domain/draft/schema.ts";
import type { FindingPart } from "../../domain/kinds.ts";
import type { Account } from "../view/account.ts";
import { type Claim, detectionSentence, lackingSentences, partOf } from "../view/claims.ts";
import { reasonWords } from "../view/row.ts";
import { spell, utcClock } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { inWords, METRICS, PART_WORDS } from "../view/words.ts";
import { type Desk, judgeForms } from "./decision-forms.ts";

const PARTS: readonly FindingPart[] = ["went_wrong", "went_well", "issue"];

/** Beside the timeline: what to judge, what is open, how complete the record is. */
export function rail(desk: Desk, account: Account): JSX.Element {
  const { draft } = account;
  return h(
    "aside",
    { class: "rail", "aria-label": "Findings and questions" },
    h(
      "section",
      { id: "detection" },
      h("h2", null, "Detection"),
      h("p", null, detectionSentence(draft)),
      metrics(draft),
    ),
    h(
      "section",
      { id: "findings" },
      h("h2", null, "Findings"),
      PARTS.map((part) => partSection(desk, account, part)),
    ),
    questions(draft),
    suggestions(draft),
    coverage(draft),
  );
}

function metrics({ metrics: values }: Draft): JSX.Element {
  return h(
    "dl",
    { class: "metrics" },
    METRICS.map(({ name, word, formula }) => {
      const value = values[name];
      return h(
        "div",
        null,
        h("dt", null, word, h("small", null, formula)),
        h("dd", null, value === null ? "Unknown" : spell(value)),
      );
    }),
  );
}

function partSection(desk: Desk, account: Account, part: FindingPart): JSX.Element {
  const { accepted, suggested } = partOf(account, part);
  const rejected = account.draft.findings.filter((finding) => finding.part === part && finding.state === "rejected");
  const claims = [...accepted, ...suggested];
  return h(
    "div",
    { class: `part ${part}` },
    h("h3", null, PART_WORDS[part]),
    claims.length === 0
      ? h("p", { class: "empty" }, "Not in the record.")
      : h(
          "ul",
          null,
          claims.map((claim) => claimItem(desk, claim)),
        ),
    rejected.length === 0
      ? null
      : h(
          "details",
          null,
          h("summary", null, `${rejected.length} rejected`),
          h(
            "ul",
            null,
            rejected.map((finding) => claimItem(desk, { finding, rows: [], logged: 0 })),
          ),
        ),
  );
}

function claimItem(desk: Desk, { finding, rows }: Claim): JSX.Element {
  const chips = rows.map(({ entry }) => h("a", { class: "chip", href: `#${entry.id}` }, utcClock(entry)));
  return h(
    "li",
    { class: `finding ${finding.state}` },
    h(
      "p",
      null,
      h("span", { class: "category" }, inWords(finding.category)),
      finding.state === "candidate" ? null : h("span", { class: "flag" }, finding.state),
    ),
    h("p", null, visible(finding.text)),
    h("p", { class: "reason" }, visible(reasonWords(finding.reason))),
    chips.length === 0 ? null : h("p", { class: "chips" }, chips),
    judgeForms(desk, finding),
  );
}

function questions({ questions: asked }: Draft): JSX.Element {
  const open = asked.filter(({ state }) => state === "open");
  return h(
    "section",
    { id: "questions" },
    h("h2", null, "Questions ", h("span", { class: "count" }, open.length)),
    open.length === 0
      ? h("p", { class: "empty" }, "None.")
      : h(
          "ul",
          null,
          open.map(({ text, about }) =>
            h(
              "li",
              null,
              visible(text),
              about?.startsWith("e_") ? h("a", { class: "chip", href: `#${about}` }, "entry") : null,
            ),
          ),
        ),
  );
}

function suggestions({ suggestions: offered }: Draft): JSX.Element | null {
  if (offered.length === 0) return null;
  const item = ({ event, reason }: Draft["suggestions"][number]) =>
    h(
      "li",
      null,
      h("a", { href: `/api/v1/events/${encodeURIComponent(event)}` }, h("code", null, visible(event))),
      h("p", { class: "reason" }, visible(reasonWords(reason).replaceAll("_", " "))),
    );
  return h(
    "section",
    { id: "suggestions" },
    h(
      "details",
      null,
      h("summary", null, `Suggested, not attached: ${offered.length}`),
      h("ul", null, offered.map(item)),
    ),
  );
}

function coverage(draft: Draft): JSX.Element {
  const lacking = lackingSentences(draft);
  const orphans = draft.orphans.map(
    ({ number, by, at }) =>
      `Decision ${number} by ${visible(by)} (${at.slice(0, 16).replace("T", " ")} UTC) applies to nothing that the draft holds now.`,
  );
  const sentences = [...lacking, ...orphans];
  return h(
    "section",
    { id: "record" },
    h("h2", null, "The record"),
    sentences.length === 0
      ? h("p", null, "Every source that is configured was heard from, and every delivery could be used.")
      : h(
          "ul",
          null,
          sentences.map((text) => h("li", null, text)),
        ),
  );
}
