import { h } from "preact";
import { renderPage } from "./layout.ts";

/** Where a reader can go from a problem. */
export interface WayOn {
  readonly href: string;
  readonly text: string;
}

const TO_THE_LIST: WayOn = { href: "/incidents", text: "To the incidents" };

/** What failed, in words, and the way on. */
export function problemPage(heading: string, detail: string, way: WayOn = TO_THE_LIST): string {
  return renderPage({
    title: heading,
    at: null,
    body: h(
      "section",
      { class: "problem" },
      h("h1", null, heading),
      h("p", null, detail),
      h("p", null, h("a", { href: way.href }, way.text)),
    ),
  });
}
