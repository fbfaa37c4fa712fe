import { h, type JSX } from "preact";
import type { PublicationLine, Answer as Publishing } from "../../api/publications.ts";
import type { Draft } from "../../domain/draft/schema.ts";
import { type Answer, html, seeOther } from "../answer.ts";
import { type Api, readJson, readList, sendJson } from "../api.ts";
import type { Fields } from "../form-fields.ts";
import { accountOf } from "../view/account.ts";
import { visible } from "../view/visible.ts";
import { deskOf } from "./desk.ts";
import { incidentPath } from "./incident-page.ts";
import { hidden, renderPage } from "./layout.ts";
import { readViewpoint } from "./viewpoint.ts";
import { utc } from "./words.ts";

type Obstacle = Publishing["obstacles"][number];

/** What is in the way of publishing the draft as it stands, the button, and what was published so far. Nothing is published by looking. */
export async function publishPage(api: Api, id: string): Promise<Answer> {
  const draft = await readJson<Draft>(api, `${incidentPath(id)}/draft`);
  if (draft.incident.id !== id) return seeOther(`/incidents/${draft.incident.id}/publish`);
  const { obstacles } = await sendJson<Publishing>(api, `${incidentPath(id)}/publications?dry_run=true`, {});
  const publications = await readList<PublicationLine>(api, `${incidentPath(id)}/publications`);
  const title = visible(draft.incident.title);
  const page = renderPage({
    title: `Publish: ${title}`,
    at: "incidents",
    body: h(
      "div",
      { class: "publishing" },
      h(
        "div",
        { class: "publish" },
        h("p", null, h("a", { href: `/incidents/${id}` }, "Back to the draft")),
        h("h1", null, "Publish"),
        h("p", null, h("bdi", { dir: "auto" }, title)),
        obstacleList(draft, obstacles),
        button(draft, obstacles, publications.length + 1),
        exports(id),
        published(id, publications),
      ),
      preview(id),
    ),
  });
  return html(page);
}

function obstacleList(draft: Draft, obstacles: readonly Obstacle[]): JSX.Element {
  if (obstacles.length === 0) return h("p", null, "Nothing stands in the way.");
  const desk = deskOf(accountOf(draft), readViewpoint({}));
  const item = ({ text, blocks, about }: Obstacle) => {
    const href = about === null ? null : desk.hrefOf(about);
    return h(
      "li",
      { class: blocks ? "blocks" : "warns" },
      h("bdi", null, visible(text)),
      href === null ? null : [" ", h("a", { href: `/incidents/${desk.incident}${href}` }, "Go there")],
    );
  };
  const list = (heading: string, some: readonly Obstacle[]) =>
    some.length === 0
      ? null
      : h("section", null, h("h2", null, heading), h("ul", { class: "obstacles" }, some.map(item)));
  const blocking = obstacles.filter(({ blocks }) => blocks);
  const warnings = obstacles.filter(({ blocks }) => !blocks);
  return h("div", null, list("Decide first", blocking), list("Worth knowing", warnings));
}

function button(draft: Draft, obstacles: readonly Obstacle[], number: number): JSX.Element {
  const blocking = obstacles.filter(({ blocks }) => blocks).length;
  if (blocking > 0) return h("p", { class: "empty" }, `Version ${number} can be published once that is decided.`);
  return h(
    "form",
    { method: "post", action: `/incidents/${draft.incident.id}/publish` },
    hidden("digest", draft.digest),
    hidden("number", String(number)),
    h("button", { type: "submit", class: "primary" }, `Publish version ${number}`),
    h("p", { class: "empty" }, "A version stays as it is for ever; what changes later makes the next one."),
  );
}

const FORMATS = [
  { suffix: ".html", word: "Page" },
  { suffix: ".md", word: "Markdown" },
  { suffix: "", word: "JSON" },
] as const;

function exports(id: string): JSX.Element {
  return h(
    "section",
    null,
    h("h2", null, "The draft as it stands"),
    h(
      "p",
      { class: "formats" },
      FORMATS.map(({ suffix, word }) => h("a", { href: `${incidentPath(id)}/draft${suffix}` }, word)),
    ),
  );
}

/** What readers will see, where there is room for it beside the rest; on a phone there is the link to it. It runs no script and has no forms. */
function preview(id: string): JSX.Element {
  const src = `${incidentPath(id)}/draft.html`;
  return h("iframe", {
    class: "preview",
    title: "The draft as it would be published",
    src,
    sandbox: "allow-same-origin allow-popups",
    loading: "lazy",
  });
}

function published(id: string, publications: readonly PublicationLine[]): JSX.Element {
  const item = ({ number, by, at }: PublicationLine) =>
    h(
      "li",
      null,
      h("a", { href: `/incidents/${id}/p/${number}` }, `Version ${number}`),
      h("time", { dateTime: at }, utc(at)),
      h("bdi", null, `by ${visible(by)}`),
      h("span", { class: "formats" }, formats(id, number)),
    );
  return h(
    "section",
    { id: "published" },
    h("h2", null, "Published"),
    publications.length === 0
      ? h("p", { class: "empty" }, "Nothing yet.")
      : h("ul", { class: "versions" }, publications.toReversed().map(item)),
  );
}

function formats(id: string, number: number): JSX.Element[] {
  return FORMATS.slice(1).map(({ suffix, word }) =>
    h(
      "a",
      { href: `${incidentPath(id)}/publications/${number}${suffix}`, "aria-label": `Version ${number} as ${word}` },
      word,
    ),
  );
}

/** Publishes the draft that the reader looked at. @throws ApiProblem where it changed, or something blocks it */
export async function publish(api: Api, id: string, form: Fields): Promise<Answer> {
  const { digest, number } = form;
  const { publication } = await sendJson<Publishing>(api, `${incidentPath(id)}/publications`, {
    ...(digest === undefined ? {} : { digest }),
    ...(number === undefined ? {} : { number: Number(number) }),
  });
  return seeOther(`/incidents/${encodeURIComponent(id)}/${publication ? `p/${publication.number}` : "publish"}`);
}
