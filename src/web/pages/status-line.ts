import { type ComponentChildren, h, type JSX } from "preact";
import type { DecisionRecord } from "../../domain/decision.ts";
import type { Draft } from "../../domain/draft/schema.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { decisionForm, submit } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { lastDecision } from "./last-decision.ts";
import { utc } from "./words.ts";

/** Whether the page still shows what stands, what waits for a decision, and what was decided last with its undo. */
export function statusLine(desk: Desk, draft: Draft, decisions: readonly DecisionRecord[]): JSX.Element {
  const address = `/api/v1/incidents/${draft.incident.id}`;
  return h(
    "div",
    {
      class: "status-line",
      "data-live": `${address}/changes`,
      "data-summary": address,
      "data-digest": draft.digest,
      "data-revision": draft.revision,
    },
    h("span", { class: "live-state", "data-live-state": true }, "not live: load again to see changes"),
    h(
      "span",
      { class: "held", role: "status", "data-held": true },
      h("span", { "data-held-words": true }),
      h("a", { class: "reload", href: `?${desk.view}`, hidden: true, "data-reload": true }, "Show"),
    ),
    h("ul", { class: "waiting" }, waiting(desk, draft)),
    review(desk, draft),
    lastDecision(desk, draft, decisions),
  );
}

/** What nobody decided yet, each with the way to the first of it. */
function waiting(desk: Desk, { entries, findings, questions, actions, review }: Draft): JSX.Element[] {
  const conflicts = [...entries, ...actions].filter(({ conflict }) => conflict !== undefined);
  const fresh = entries.filter((entry) => entry.new);
  const judge = findings.filter(({ state }) => state === "candidate").length;
  const open = questions.filter(({ state }) => state === "open").length;
  const unowned = actions.filter(({ state, owner }) => state === "open" && owner === null).length;
  const since = ` ${fresh.length === 1 ? "entry" : "entries"} since the ${review ? "review" : "publication"}`;
  const first = (found: readonly { readonly id: string }[]): string | null =>
    found[0] ? desk.hrefOf(found[0].id) : null;
  const lines: readonly (readonly [number, string | null, ComponentChildren])[] = [
    [conflicts.length, first(conflicts), counted(conflicts.length, "conflict", "conflicts")],
    [fresh.length, first(fresh), [`${fresh.length} new`, h("span", { class: "since" }, since)]],
    [judge, "#findings", `${judge} to judge`],
    [open, "#questions", counted(open, "question", "questions")],
    [unowned, "#actions", `${unowned} without an owner`],
  ];
  const shown = lines.filter(([count]) => count > 0);
  if (shown.length === 0) return [h("li", null, "nothing to decide")];
  return shown.map(([, href, words]) => h("li", null, href === null ? words : h("a", { href }, words)));
}

function review(desk: Desk, { digest, review: last }: Draft): JSX.Element {
  return decisionForm(
    desk,
    { type: "review", digest },
    last ? h("span", { class: "reviewed" }, `Reviewed by ${visible(last.by)}, ${utc(last.at)}`) : null,
    submit("Mark reviewed", "Mark reviewed: what comes later is new"),
  );
}
