import { type ComponentChildren, h, type JSX } from "preact";
import { renderToString } from "preact-render-to-string";

export interface Page {
  readonly title: string;
  /** Which of the top bar's pages this is. */
  readonly at: "incidents" | "sources" | null;
  /** Scripts of assets/: every page also works without. */
  readonly scripts?: readonly string[];
  readonly body: ComponentChildren;
}

const STYLESHEETS = [
  "tokens.css",
  "base.css",
  "moments.css",
  "rows.css",
  "forms.css",
  "pages.css",
  "fold.css",
  "review.css",
  "rail.css",
];

/** A whole page: the same bar everywhere, one style, no inline script or style. */
export function renderPage(page: Page): string {
  return `<!doctype html>${renderToString(frame(page))}`;
}

function frame({ title, at, scripts = [], body }: Page): JSX.Element {
  return h(
    "html",
    { lang: "en" },
    h(
      "head",
      null,
      h("meta", { charset: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("title", null, `${title} · Annalist`),
      h("link", { rel: "icon", href: "/assets/icon.svg", type: "image/svg+xml" }),
      STYLESHEETS.map((sheet) => h("link", { rel: "stylesheet", href: `/assets/${sheet}` })),
      scripts.map((script) => h("script", { type: "module", src: `/assets/${script}` })),
    ),
    h(
      "body",
      null,
      h("a", { class: "skip", href: "#main" }, "Skip to the content"),
      topBar(at),
      h("main", { id: "main", tabindex: -1 }, body),
    ),
  );
}

function topBar(at: Page["at"]): JSX.Element {
  const link = (name: "incidents" | "sources", text: string) =>
    h("a", { href: `/${name}`, ...(at === name ? { "aria-current": "page" } : {}) }, text);
  return h(
    "nav",
    { class: "top-bar", "aria-label": "Annalist" },
    link("incidents", "Incidents"),
    link("sources", "Sources"),
    h("a", { class: "api-link", href: "/api/v1/openapi.json" }, "API"),
  );
}

/** A hidden form field. */
export function hidden(name: string, value: string | number): JSX.Element {
  return h("input", { type: "hidden", name, value: String(value) });
}

/** A line of a list of facts. */
export function fact(name: string, value: ComponentChildren): JSX.Element {
  return h("div", null, h("dt", null, name), h("dd", null, h("bdi", null, value)));
}
