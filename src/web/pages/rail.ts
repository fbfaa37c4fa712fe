import { h, type JSX } from "preact";
import type { Draft } from "../../domain/draft/schema.ts";
import type { Account } from "../view/account.ts";
import { detectionSentence, lackingSentences } from "../view/claims.ts";
import { metricLines } from "../view/headline.ts";
import { unbroken } from "../view/unbroken.ts";
import { visible } from "../view/visible.ts";
import { MOMENT_WORDS } from "../view/words.ts";
import { actions } from "./actions.ts";
import type { Desk } from "./desk.ts";
import { findings } from "./findings.ts";
import { type Suggested, suggestions } from "./suggestions.ts";
import { deed, utc } from "./words.ts";

/** Beside the timeline: what to judge, what is open, how complete the record is. */
export function rail(desk: Desk, account: Account, suggested: readonly Suggested[]): JSX.Element {
  const { draft } = account;
  return h(
    "div",
    { class: "rail" },
    h(
      "section",
      { id: "detection" },
      h("h2", null, "Detection"),
      h("p", null, unbroken(detectionSentence(draft))),
      metrics(draft),
    ),
    findings(desk, account),
    questions(desk, draft),
    actions(desk, draft),
    suggestions(draft, suggested),
    record(draft),
  );
}

function metrics(draft: Draft): JSX.Element {
  return h(
    "dl",
    { class: "metrics" },
    metricLines(draft).map(({ word, formula, value, isKnown }) =>
      h(
        "div",
        null,
        h("dt", null, word, h("small", null, formula)),
        h("dd", isKnown ? null : { class: "absent" }, isKnown ? unbroken(value) : "Unknown"),
      ),
    ),
  );
}

function questions(desk: Desk, { questions: asked }: Draft): JSX.Element {
  const open = asked.filter(({ state }) => state === "open");
  const item = ({ id, text, about }: Draft["questions"][number]) =>
    h("li", { id }, h("bdi", null, unbroken(visible(text))), aboutLink(desk, about));
  return h(
    "section",
    { id: "questions" },
    h("h2", null, "Questions ", h("span", { class: "count" }, open.length)),
    open.length === 0 ? h("p", { class: "empty" }, "None.") : h("ul", null, open.map(item)),
  );
}

/** To the entry or the source that a question asks about; a moment that is missing has no place to go to. */
function aboutLink(desk: Desk, about: string | null): JSX.Element | null {
  if (about === null) return null;
  const href = desk.hrefOf(about);
  if (href !== null) return h("a", { class: "chip", href }, "the entry");
  if (Object.hasOwn(MOMENT_WORDS, about)) return null;
  return h("a", { class: "chip", href: "/sources" }, "its source");
}

function record(draft: Draft): JSX.Element {
  const orphans = draft.orphans.map(({ number, by, at, decision }) => {
    return `Decision ${number} applies to nothing that the draft holds now: ${visible(by)} ${deed(decision)}, ${utc(at)}.`;
  });
  const sentences = [...lackingSentences(draft).map((each) => unbroken(visible(each))), ...orphans];
  const quarantined = draft.missing.length > 0;
  return h(
    "section",
    { id: "record" },
    h("h2", null, "The record"),
    sentences.length === 0
      ? h("p", null, "Every source that is configured told of this incident, and every delivery could be used.")
      : h(
          "ul",
          null,
          sentences.map((text) => h("li", null, text)),
        ),
    quarantined ? h("p", null, h("a", { href: "/sources" }, "To the quarantine")) : null,
  );
}
