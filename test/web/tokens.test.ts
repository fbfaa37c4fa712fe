import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../src/web/assets/tokens.css", import.meta.url), "utf8");

/** The colours of the light theme, then those that the dark theme sets instead. */
function themes(): { light: Map<string, string>; dark: Map<string, string> } {
  const [first = "", second = ""] = css.split("@media screen and (prefers-color-scheme: dark)");
  const read = (text: string) =>
    new Map([...text.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{3,6});/g)].map(([, name = "", hex = ""]) => [name, hex]));
  return { light: read(first), dark: new Map([...read(first), ...read(second)]) };
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const long = hex.length === 4 ? hex.replaceAll(/[0-9a-f]/g, "$&$&") : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXTS = ["text", "text-2", "accent", "change", "signal", "response", "people", "action", "recovery", "status"];
const SURFACES = ["surface", "surface-2", "selected"];

describe.each(Object.entries(themes()))("%s", (_theme, colours) => {
  const colour = (name: string): string => colours.get(name) ?? "";

  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    "%s on %s can be read",
    (text, surface) => {
      expect(contrast(colour(text), colour(surface))).toBeGreaterThanOrEqual(surface === "selected" ? 4 : 4.5);
    },
  );

  it("has borders of controls that can be seen", () => {
    for (const surface of ["surface", "surface-2"])
      expect(contrast(colour("control"), colour(surface))).toBeGreaterThanOrEqual(3);
  });

  it("has filled severity and buttons that can be read", () => {
    expect(contrast(colour("on-severity-1"), colour("severity-1"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("on-accent"), colour("accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour("severity-2"), colour("surface"))).toBeGreaterThanOrEqual(4.5);
  });
});

it("is dark on a screen only: paper takes the light colours", () => {
  expect(themes().dark).not.toEqual(themes().light);
  expect(css.match(/prefers-color-scheme: dark/g)).toHaveLength(1);
});
