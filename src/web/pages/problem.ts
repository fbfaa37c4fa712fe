import { h } from "preact";
import { renderPage } from "./layout.ts";

/** What failed, in words, and the way back. */
export function problemPage(heading: string, detail: string, back?: string): string {
  return renderPage({
    title: heading,
    at: null,
    body: h(
      "section",
      { class: "problem" },
      h("h1", null, heading),
      h("p", null, detail),
      h(
        "p",
        null,
        h("a", { href: back ?? "/incidents" }, back === undefined ? "To the incidents" : "Back to the draft"),
      ),
    ),
  });
}
