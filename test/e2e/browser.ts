import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { engine } from "../engines.ts";

/** The browser's program; null where there is none. */
export const CHROMIUM = engine("browser");

const QUIET = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? "", args: QUIET });
}

/** For one step of a page, however busy the machine is. */
export const PATIENCE_MS = 60_000;

/** A page that writes down whatever no page of ours may do. */
export interface Watched extends AsyncDisposable {
  readonly page: Page;
  /** Errors on the console, violations of the policy, dialogs, requests to other origins, errors of scripts. */
  readonly faults: string[];
}

export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ timezoneId: "Europe/Madrid", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(about|data):/.test(request.url()))
      faults.push(`request: ${request.url()}`);
  });
  await page.exposeFunction("reportViolation", (what: string) => faults.push(`policy: ${what}`));
  await page.addInitScript({ content: REPORT_VIOLATIONS });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

const REPORT_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
  reportViolation([event.violatedDirective, event.blockedURI, event.sample].join(" ")))`;

/** A page that answers 4xx on purpose is told of on the console. */
const isExpected = (text: string): boolean =>
  /Failed to load resource: the server responded with a status of 4/.test(text);

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A page's words are there before its styles: without them targets are small and windows too narrow. */
const laidOut = (page: Page): Promise<void> => page.waitForLoadState("load");

/** Violations that axe finds, each with its rule and the first nodes. What it finds in order is not described, which halves the time. */
export async function axe(page: Page): Promise<string[]> {
  await laidOut(page);
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE);
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")))`,
  )) as string[];
  return violations;
}

/** Leaves out most of the rows that are like the others: what axe takes grows by far more than the page. */
export async function thin(page: Page): Promise<void> {
  await page.evaluate(`[...document.querySelectorAll(".timeline > li")]
    .filter((one, place) => place >= 12 && !one.querySelector(".flag:is(.new, .conflict, .hidden)"))
    .forEach((one) => one.remove())`);
}

/** How many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  await laidOut(page);
  return (await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")) as number;
}

/** What a reader sees crooked in the forms that are open: labels of more than a line, and fields that do not fill the width of theirs. */
export async function crooked(page: Page): Promise<string[]> {
  return (await page.evaluate(`[...document.querySelectorAll("form label")].flatMap((label) => {
    const [words, field] = [label.querySelector("span"), label.querySelector("input, select")];
    if (!words || !field || !label.checkVisibility()) return [];
    const [line, room] = [parseFloat(getComputedStyle(words).lineHeight), label.getBoundingClientRect().width];
    const wide = field.getBoundingClientRect().width;
    return [
      ...(words.getBoundingClientRect().height > line + 1 ? ["more than a line: " + words.textContent] : []),
      ...(Math.abs(wide - room) > 1 ? [Math.round(wide) + " of " + Math.round(room) + " px: " + words.textContent] : []),
    ];
  })`)) as string[];
}

/** Unfolds rows, as a reader may: all of them, or the first few and whatever they hold. */
export async function unfold(page: Page, most = 10_000): Promise<void> {
  await page.evaluate(`[...document.querySelectorAll("details")].forEach((one) => {
    const row = one.closest(".timeline > li");
    one.open = (row ? [...row.parentElement.children].indexOf(row) : 0) < ${most};
  })`);
}

/** The words that a part of the page holds. */
export async function textOf(part: Locator): Promise<string> {
  return (await part.textContent()) ?? "";
}
