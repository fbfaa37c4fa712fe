import { h, type JSX } from "preact";
import type { Action, Draft } from "../domain/draft/schema.ts";
import type { FindingPart } from "../domain/kinds.ts";
import type { Account } from "../web/view/account.ts";
import { answeredWords, type Claim, detectionSentence, lackingSentences, partOf } from "../web/view/claims.ts";
import { metricLines, NOT_IN_THE_RECORD, ownerWords } from "../web/view/headline.ts";
import { safeLink } from "../web/view/links.ts";
import { reasonWords } from "../web/view/row.ts";
import { utcClock } from "../web/view/times.ts";
import { unbroken } from "../web/view/unbroken.ts";
import { visible } from "../web/view/visible.ts";
import { counted, inWords, PART_WORDS } from "../web/view/words.ts";

const absent = (): JSX.Element => h("p", { class: "absent" }, NOT_IN_THE_RECORD);

function section(id: string, heading: string, ...children: (JSX.Element | null)[]): JSX.Element {
  return h("section", { class: "part", "aria-labelledby": id }, h("h2", { id }, heading), ...children);
}

/** Who noticed first, and the metrics with their formulas. */
export function detectionSection(draft: Draft): JSX.Element {
  const metrics = metricLines(draft).map(({ word, formula, value }) =>
    h(
      "div",
      null,
      h("dt", null, word, h("span", { class: "formula" }, formula)),
      h("dd", value === "unknown" ? { class: "absent" } : {}, unbroken(value)),
    ),
  );
  return h(
    "div",
    { class: "measures" },
    h("dl", { class: "metrics" }, metrics),
    h("p", { class: "detection" }, unbroken(detectionSentence(draft))),
  );
}

/** What people accepted is stated; what nobody judged yet stands apart. */
export function partSection(account: Account, part: FindingPart): JSX.Element {
  const { accepted, suggested, rejected } = partOf(account, part);
  return section(
    part.replace("_", "-"),
    PART_WORDS[part],
    accepted.length > 0 ? h("ul", { class: `claims ${part}` }, accepted.map(claimItem)) : null,
    accepted.length + suggested.length === 0 ? absent() : null,
    suggested.length === 0
      ? null
      : h(
          "div",
          { class: "suggested" },
          h("h3", null, "Suggested, not judged yet"),
          h("ul", { class: "claims" }, suggested.map(claimItem)),
        ),
    rejected === 0
      ? null
      : h("p", { class: "left-out" }, `${counted(rejected, "suggestion", "suggestions")} rejected.`),
  );
}

function claimItem({ finding, rows, logged }: Claim): JSX.Element {
  const chips = rows.map(({ entry }) => h("a", { class: "chip", href: `#${entry.id}` }, utcClock(entry)));
  return h(
    "li",
    null,
    h("p", { class: "claim" }, h("bdi", { dir: "auto" }, unbroken(visible(finding.text)))),
    h(
      "p",
      { class: "because" },
      h("span", { class: "category" }, inWords(finding.category)),
      h("span", null, unbroken(visible(reasonWords(finding.reason)))),
      chips,
      logged === 0 ? null : h("span", null, `${counted(logged, "entry", "entries")} of the activity log`),
      rows.length + logged === 0 ? h("strong", { class: "lacking" }, "No evidence in the record.") : null,
    ),
  );
}

/** The action items, with their owners or that nobody owns them. */
export function actionsSection(draft: Draft): JSX.Element {
  const { actions } = draft;
  return section(
    "improvements",
    "Improvements",
    actions.length === 0
      ? absent()
      : h(
          "ul",
          { class: "claims" },
          actions.map((action) => actionItem(action, answeredWords(draft, action))),
        ),
  );
}

function actionItem({ text, owner, due, state, url }: Action, answered: string | null): JSX.Element {
  const link = safeLink(url);
  return h(
    "li",
    null,
    h("p", { class: "claim" }, h("bdi", { dir: "auto" }, visible(text))),
    h(
      "p",
      { class: "because" },
      owner === null
        ? h("strong", { class: "lacking" }, ownerWords(owner))
        : h("span", { class: "owner" }, visible(owner)),
      due === undefined ? null : h("span", null, `due ${visible(due)}`),
      answered === null ? null : h("span", null, visible(answered)),
      h("span", null, state),
      link ? h("a", { href: link.href, rel: "noreferrer noopener" }, `Open at ${visible(link.host)}`) : null,
    ),
  );
}

/** The questions that nobody dismissed; nothing where none is open. */
export function questionsSection({ questions }: Draft): JSX.Element | null {
  const open = questions.filter(({ state }) => state !== "dismissed");
  if (open.length === 0) return null;
  return section(
    "questions",
    "Open questions",
    h(
      "ul",
      { class: "sentences" },
      open.map(({ text }) => h("li", null, unbroken(visible(text)))),
    ),
  );
}

/** What the record is known to lack; nothing where it lacks nothing. */
export function lackingSection(draft: Draft): JSX.Element | null {
  const sentences = lackingSentences(draft);
  if (sentences.length === 0) return null;
  return section(
    "lacking",
    "What the record lacks",
    h(
      "ul",
      { class: "sentences" },
      sentences.map((each) => h("li", null, unbroken(visible(each)))),
    ),
  );
}
