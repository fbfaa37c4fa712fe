import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployment } from "../../src/demo/senders/code-hosts.ts";
import { message } from "../../src/demo/senders/slack.ts";
import { CHROMIUM, launch, openPage, PATIENCE_MS, textOf } from "./browser.ts";
import { during, entryWith, type Site, startEvening } from "./site.ts";

/** Where every row of the list stands on the screen. */
const places = (page: Page) =>
  page.evaluate(
    '[...document.querySelectorAll(".timeline > li")].map((one) => [one.id, one.getBoundingClientRect().top, one.getBoundingClientRect().height])',
  );

const PATIENCE = { timeout: PATIENCE_MS };

describe.skipIf(CHROMIUM === null)("a page that is open while things happen", { timeout: 6 * PATIENCE_MS }, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await launch();
    site = await startEvening();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  });

  it.each([
    { width: 1440, minute: 34 },
    { width: 390, minute: 35 },
  ])("says at $width px what is new, without moving a thing, and shows it on request", async ({ width, minute }) => {
    const { incident } = await site.draft();
    await using watched = await openPage(browser, site.pages, { viewport: { width, height: 844 } });
    const { page, faults } = watched;
    await page.goto(`${site.pages}/incidents/${incident.id}`);
    await page.getByText("live", { exact: true }).waitFor();
    const held = page.locator(".held");
    expect(await textOf(page.locator("[data-held-words]"))).toBe("");
    expect(await held.getByRole("link", { name: "Show" }).isVisible()).toBe(false);
    await page.locator(".timeline > li").nth(8).scrollIntoViewIfNeeded();
    const before = await places(page);

    await site.tell(deployment("checkout", `v${300 + minute}`, "success", during(minute), "ifeoma"));
    await held.getByRole("link", { name: "Show" }).waitFor();
    await expect.poll(() => textOf(page.locator("[data-held-words]")), PATIENCE).toContain("1 new");
    expect(await places(page)).toEqual(before);
    const told = await held.boundingBox();
    expect(told?.y).toBeGreaterThanOrEqual(0);
    expect((told?.y ?? 0) + (told?.height ?? 0)).toBeLessThanOrEqual(844);

    await held.getByRole("link", { name: "Show" }).click();
    const shown = page.locator(".timeline").getByText(`v${300 + minute} `);
    await shown.first().waitFor();
    expect(await page.locator("[data-changed]").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it("tells of what somebody else decides, and of what happens in the log only", async () => {
    const draft = await site.draft();
    await using watched = await openPage(browser, site.pages);
    const { page, faults } = watched;
    await page.goto(`${site.pages}/incidents/${draft.incident.id}`);
    await page.getByText("live", { exact: true }).waitFor();
    await site.decide({ type: "pin", entry: entryWith(draft, "v318").id, version: 0 });
    const words = () => textOf(page.locator("[data-held-words]"));
    await expect.poll(words, PATIENCE).toBe("1 changed");
    await site.tell(message("C0INCPAY1", during(38), "teunis", "is the coffee machine repaired?"));
    await expect.poll(words, PATIENCE).toBe("1 changed, 1 in the log");
    expect(faults).toEqual([]);
  });

  it("notices what came between the making of the page and its listening", async () => {
    const draft = await site.draft();
    await using watched = await openPage(browser, site.pages);
    const { page } = watched;
    await page.route("**/changes", async (route) => {
      await site.decide({ type: "review", digest: draft.digest });
      await route.continue();
    });
    await page.goto(`${site.pages}/incidents/${draft.incident.id}`);
    await page.getByText("The draft changed").waitFor();
  });

  it("says since when it is cut off", async () => {
    const { incident } = await site.draft();
    await using watched = await openPage(browser, site.pages);
    const { page } = watched;
    await page.route("**/changes", (route) => route.abort());
    await page.goto(`${site.pages}/incidents/${incident.id}`);
    await page.getByText(/^offline since \d\d:\d\d UTC$/).waitFor();
  });
});
