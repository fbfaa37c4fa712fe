import { h, type JSX } from "preact";
import type { Action, Draft } from "../../domain/draft/schema.ts";
import { answeredWords } from "../view/claims.ts";
import { ownerWords } from "../view/headline.ts";
import { safeLink } from "../view/links.ts";
import { visible } from "../view/visible.ts";
import { actionConflicts, actionDecisions, addActionForm } from "./action-forms.ts";
import type { Desk } from "./desk.ts";

/** What is to be done afterwards, each with its owner, or loudly without one, and the decisions on it. */
export function actions(desk: Desk, draft: Draft): JSX.Element {
  const open = draft.actions.filter(({ state }) => state === "open").length;
  const count = draft.actions.length === 0 ? "" : open === 0 ? "all done" : `${open} open`;
  return h(
    "section",
    { id: "actions" },
    h("h2", null, "Improvements ", h("span", { class: "count" }, count)),
    draft.actions.length === 0
      ? h("p", { class: "empty" }, "Not in the record.")
      : h(
          "ul",
          null,
          draft.actions.map((action) => actionItem(desk, draft, action)),
        ),
    addActionForm(desk, draft),
  );
}

function actionItem(desk: Desk, draft: Draft, action: Action): JSX.Element {
  const { id, text, owner, due, state, url } = action;
  const link = safeLink(url);
  const answered = answeredWords(draft, action);
  return h(
    "li",
    { id, class: `action ${state}` },
    h("p", null, h("bdi", { dir: "auto" }, visible(text))),
    h(
      "p",
      { class: "chips" },
      h("span", { class: "count" }, state),
      owner === null
        ? h("strong", { class: "lacking" }, ownerWords(owner))
        : h("bdi", { class: "owner" }, visible(owner)),
      due === undefined ? null : h("span", null, `due ${visible(due)}`),
      link
        ? h("a", { class: "chip", href: link.href, rel: "noreferrer noopener" }, `Open at ${visible(link.host)}`)
        : null,
    ),
    answered === null ? null : h("p", { class: "reason" }, h("bdi", null, visible(answered))),
    actionConflicts(desk, action),
    actionDecisions(desk, draft, action),
  );
}
