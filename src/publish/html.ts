import { h, type JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Draft } from "../domain/draft/schema.ts";
import { accountOf } from "../web/view/account.ts";
import { headlineFacts, timeSentence } from "../web/view/headline.ts";
import { momentsStrip } from "../web/view/moments-strip.ts";
import { shapeSprite } from "../web/view/shapes.ts";
import { unbroken } from "../web/view/unbroken.ts";
import { visible } from "../web/view/visible.ts";
import type { Edition, RenderOptions } from "./edition.ts";
import { actionsSection, detectionSection, lackingSection, partSection, questionsSection } from "./html-parts.ts";
import { embedStyles } from "./html-policy.ts";
import { evidenceSection, timelineSection } from "./html-timeline.ts";
import { editionSentence } from "./sentences.ts";

/** The style sheets of a publication, in their order; served under /assets/. */
export const STYLESHEETS = [
  "tokens.css",
  "base.css",
  "moments.css",
  "rows.css",
  "publication.css",
  "claims.css",
  "evidence.css",
  "print.css",
] as const;

export interface HtmlOptions extends RenderOptions {
  /** The text of {@link STYLESHEETS}, to make a file that needs no server; without it they are linked. */
  readonly embed?: string;
}

/**
 * The postmortem as a complete page without any script; nothing in it comes from another origin. All that senders wrote is text.
 */
export function renderHtml(draft: Draft, { zone, edition = { is: "draft" }, embed }: HtmlOptions = {}): string {
  const styles = embed === undefined ? STYLESHEETS.map(link).join("") : embedStyles(embed);
  const title = renderToString(h("title", null, visible(draft.incident.title)));
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
  ];
  const body = renderToString(page(draft, zone, edition));
  return `<!doctype html>\n<html lang="en"><head>${head.join("")}${title}${styles}</head>${body}</html>\n`;
}

const link = (name: string): string => `<link rel="stylesheet" href="/assets/${name}">`;

function page(draft: Draft, zone: string | undefined, edition: Edition): JSX.Element {
  const account = accountOf(draft);
  const reader = { zone: zone ?? null };
  const shown = new Set(account.rows.map(({ entry }) => entry.id));
  return h(
    "body",
    { class: "publication" },
    shapeSprite(),
    h("a", { class: "skip", href: "#main" }, "Skip to the timeline"),
    masthead(draft, edition),
    momentsStrip(account.moments, reader, (entry) => (shown.has(entry) ? `#${entry}` : null)),
    h(
      "main",
      { id: "main", tabindex: -1 },
      h("p", { class: "told" }, timeSentence(account, zone)),
      summary(draft),
      timelineSection(account, reader),
      partSection(account, "went_wrong"),
      partSection(account, "went_well"),
      partSection(account, "issue"),
      actionsSection(draft),
      questionsSection(draft),
      lackingSection(draft),
      evidenceSection(account),
    ),
    h(
      "footer",
      { class: "foot" },
      h("p", null, editionSentence(draft, edition)),
      h("p", { class: "digest" }, digestOf(draft, edition)),
    ),
  );
}

const digestOf = (draft: Draft, edition: Edition): string =>
  `SHA-256 ${edition.is === "publication" ? edition.digest : draft.digest}`;

function masthead({ incident, ...draft }: Draft, edition: Edition): JSX.Element {
  const { title, severity, status } = incident;
  return h(
    "header",
    { class: "masthead" },
    h("h1", { dir: "auto" }, visible(title)),
    h(
      "p",
      { class: "state" },
      severity === null ? null : h("span", { class: `severity ${severity}` }, severity),
      h("span", null, `${status} · ${edition.is === "draft" ? "draft" : `version ${edition.number}`}`),
    ),
    h("p", { class: "edition" }, editionSentence({ incident, ...draft }, edition)),
  );
}

function summary(draft: Draft): JSX.Element {
  const facts = headlineFacts(draft).map(([name, value]) =>
    h("div", null, h("dt", null, name), h("dd", null, unbroken(visible(value)))),
  );
  return h(
    "section",
    { class: "summary", "aria-label": "At a glance" },
    h("dl", { class: "facts" }, facts),
    detectionSection(draft),
  );
}
