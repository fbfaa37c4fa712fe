import { h, type JSX } from "preact";
import type { DecisionRecord } from "../../domain/decision.ts";
import type { Draft } from "../../domain/draft/schema.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { type Desk, decisionForm } from "./decision-forms.ts";
import { hidden } from "./layout.ts";
import { span, utc } from "./words.ts";

/** A publication as lists show it. */
export interface PublicationLine {
  readonly number: number;
  readonly by: string;
  readonly at: string;
}

/** Title, state, and what can be done with the draft as a whole. */
export function incidentHeader(desk: Desk, draft: Draft, publications: readonly PublicationLine[]): JSX.Element {
  const { incident } = draft;
  const length = incident.endedAt === null ? "" : `, ${span(incident.startedAt, incident.endedAt)}`;
  return h(
    "header",
    { class: "incident-header" },
    h("h1", null, h("bdi", { dir: "auto" }, visible(incident.title))),
    h(
      "p",
      { class: "states" },
      incident.severity ? h("span", { class: `severity ${incident.severity}` }, incident.severity) : null,
      h("span", null, incident.status),
      incident.candidate ? h("span", null, "candidate: nobody declared it") : null,
      h("span", null, `${utc(incident.startedAt)}${length}`),
      h("span", null, visible(incident.services.join(", "))),
    ),
    h(
      "div",
      { class: "header-actions" },
      h("a", { href: `/api/v1/incidents/${incident.id}/draft.md` }, "Markdown"),
      h("a", { href: `/api/v1/incidents/${incident.id}/draft` }, "JSON"),
      publications.map(({ number, by, at }) =>
        h(
          "a",
          { href: `/incidents/${incident.id}/p/${number}`, title: `Published by ${by}, ${utc(at)}` },
          `Version ${number}`,
        ),
      ),
      h(
        "form",
        { method: "post", action: `/incidents/${desk.incident}/publish` },
        hidden("view", desk.view),
        h("button", { type: "submit", class: "primary" }, `Publish version ${publications.length + 1}`),
      ),
    ),
  );
}

/** What is new, what was decided last with its undo, and whether the page still shows what stands. */
export function statusLine(desk: Desk, draft: Draft, decisions: readonly DecisionRecord[]): JSX.Element {
  const fresh = draft.entries.filter((entry) => entry.new).length;
  const undecided = draft.findings.filter(({ state }) => state === "candidate").length;
  const last = decisions.at(-1);
  return h(
    "div",
    {
      class: "status-line",
      "data-live": `/api/v1/incidents/${draft.incident.id}/changes`,
      "data-digest": draft.digest,
    },
    h(
      "span",
      { role: "status" },
      h("span", { class: "live-state", "data-live-state": true }, "as of loading"),
      h("a", { class: "reload", href: "" }, "Show what changed"),
    ),
    h(
      "span",
      null,
      fresh === 0 ? null : `${counted(fresh, "new entry", "new entries")} since the review · `,
      undecided === 0 ? "nothing to judge" : `${counted(undecided, "finding", "findings")} to judge`,
    ),
    decisionForm(
      desk,
      { type: "review", digest: draft.digest },
      h("button", { type: "submit" }, draft.review ? "Mark reviewed again" : "Mark reviewed"),
    ),
    last ? lastDecision(desk, last) : h("span", { class: "last" }, "Nothing decided yet"),
  );
}

function lastDecision(desk: Desk, last: DecisionRecord): JSX.Element {
  const words = `Last: ${last.decision.type} by ${visible(last.by)}, ${last.at.slice(11, 16)} UTC`;
  return h(
    "span",
    { class: "last" },
    words,
    decisionForm(
      desk,
      { type: "undo", decision: last.number },
      h("button", { type: "submit", "aria-label": `Undo: ${words}` }, last.decision.type === "undo" ? "Redo" : "Undo"),
    ),
  );
}
