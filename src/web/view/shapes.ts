import { h, type JSX } from "preact";
import type { Shape } from "./words.ts";

/** One path a shape, in a 16 × 16 box; hollow shapes are drawn as an outline. */
const PATHS: Readonly<Record<Shape, string>> = {
  diamond: "M8 1.5 14.5 8 8 14.5 1.5 8Z",
  triangle: "M8 2 15 14H1Z",
  "triangle-hollow": "M8 3.5 13.5 13h-11Z",
  flag: "M3 1.5h10v13l-5-3.4-5 3.4Z",
  speech: "M1.5 2.5h13v9H7.5L4 14.8v-3.3H1.5Z",
  cross: "M5.8 1.5h4.4v4.3h4.3v4.4h-4.3v4.3H5.8v-4.3H1.5V5.8h4.3Z",
  "cross-hollow": "M6.3 2.2h3.4v4.1h4.1v3.4H9.7v4.1H6.3V9.7H2.2V6.3h4.1Z",
  disc: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z",
  loudhailer: "M2 6.2 13.5 1.5v13L2 9.8Z",
};

/** As attributes: style rules of the page do not reach what `use` shows. */
const FILLED = { fill: "currentColor" };
const HOLLOW = { fill: "none", stroke: "currentColor", "stroke-width": 2 };

/** All shapes once, for `use`: put it first in the body of every page. */
export function shapeSprite(): JSX.Element {
  const symbols = Object.entries(PATHS).map(([name, d]) =>
    h(
      "symbol",
      { id: `shape-${name}`, viewBox: "0 0 16 16" },
      h("path", { d, ...(name.endsWith("-hollow") ? HOLLOW : FILLED) }),
    ),
  );
  return h("svg", { class: "sprite", width: 0, height: 0, "aria-hidden": "true", focusable: "false" }, symbols);
}

/** A shape beside its word: decoration, so it says nothing to a screen reader. */
export function shape(name: Shape): JSX.Element {
  return h(
    "svg",
    { class: "shape", width: 14, height: 14, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    h("use", { href: `#shape-${name}` }),
  );
}
