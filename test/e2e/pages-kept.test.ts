import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, launch, openPage, PATIENCE_MS, textOf } from "./browser.ts";
import { entryWith, type Site, startEvening } from "./site.ts";

describe.skipIf(CHROMIUM === null)("pages that stay open", { timeout: 6 * PATIENCE_MS }, () => {
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

  it("the list says that an incident changed, and moves nothing until it is asked", async () => {
    await using watched = await openPage(browser, site.pages);
    const { page, faults } = watched;
    await page.goto(`${site.pages}/incidents`);
    await page.getByText("live", { exact: true }).waitFor();
    const show = page.getByRole("link", { name: "Show", exact: true });
    expect(await show.isVisible()).toBe(false);

    const { id, version } = entryWith(await site.draft(), "acknowledged");
    await site.decide({ type: "pin", entry: id, version });
    await show.waitFor();
    await expect.poll(() => textOf(page.locator("[data-held-words]"))).toBe("1 changed");

    await show.click();
    await show.waitFor({ state: "hidden" });
    await page.getByText("live", { exact: true }).waitFor();
    expect(await show.isVisible()).toBe(false);
    expect(faults).toEqual([]);
  });

  it("what was typed and not sent is still there after what is new was shown", async () => {
    const { incident } = await site.draft();
    await using watched = await openPage(browser, site.pages);
    const { page, faults } = watched;
    const mine = entryWith(await site.draft(), "declared");
    await page.goto(`${site.pages}/incidents/${incident.id}#${mine.id}`);
    await page.getByText("live", { exact: true }).waitFor();
    const field = page.locator(`[id="text-${mine.id}"]`);
    await field.fill("Half a sentence");
    const [moment, stand] = [page.locator("#moment-name"), page.locator("#moment-entry")];
    await page.getByText("Set a key moment").click();
    await moment.selectOption("resolved");
    await stand.selectOption(mine.id);

    const other = entryWith(await site.draft(), "decided");
    await site.decide({ type: "pin", entry: other.id, version: other.version });
    await page.getByRole("link", { name: "Show", exact: true }).click();
    await page.locator("[data-changed]").waitFor({ state: "detached" });
    await expect.poll(() => field.inputValue()).toBe("Half a sentence");
    await expect.poll(() => field.isVisible()).toBe(true);
    expect([await moment.inputValue(), await stand.inputValue()]).toEqual(["resolved", mine.id]);
    await moment.selectOption({ index: 0 });
    await stand.selectOption({ index: 0 });

    await page.getByRole("button", { name: /^Reword: .*declared/ }).click();
    await page.getByText("local reworded it to “Half a sentence”").waitFor();
    await page.reload();
    await expect.poll(() => field.inputValue()).toBe("Half a sentence");
    await expect.poll(() => page.evaluate("sessionStorage.length")).toBe(0);
    expect(faults).toEqual([]);
  });
});
