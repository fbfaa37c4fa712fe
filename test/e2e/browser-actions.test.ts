import type { Browser, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { editedMessage } from "../../src/demo/senders/slack.ts";
import type { Action } from "../../src/domain/draft/schema.ts";
import { axe, CHROMIUM, crooked, openPage, overflow, PATIENCE_MS, textOf } from "./browser.ts";
import { shareEvening } from "./evening.ts";
import { during, type Site } from "./site.ts";

describe.skipIf(CHROMIUM === null)("deciding on action items in a browser", { timeout: 6 * PATIENCE_MS }, () => {
  let browser: Browser;
  let site: Site;
  let page: Page;

  shareEvening((evening) => {
    ({ browser, site, page } = evening);
  });

  const open = async (on: Page = page) => on.goto(`${site.pages}/incidents/${(await site.draft()).incident.id}`);
  const button = (id: string, name: RegExp, on: Page = page) => on.locator(`#${id}`).getByRole("button", { name });
  const said = (id: string) => textOf(page.locator(`#${id} .chips`));
  const itemOf = async (words: string): Promise<Action> => {
    const found = (await site.draft()).actions.find(({ text }) => text.includes(words));
    if (!found) throw new Error(`no action item says "${words}"`);
    return found;
  };

  it("gives away what nobody owned, sets a day, closes it, and takes the closing back", async () => {
    const { id } = await itemOf("ledger connections");
    await open();
    await expect.poll(() => textOf(page.locator(".waiting"))).toContain("1 without an owner");
    await expect.poll(() => said(id)).toContain("NOBODY OWNS THIS");
    await page.locator(`#${id} summary`).click();
    await page.locator(`#owner-${id}`).fill("teunis");
    await page.locator(`#due-${id}`).fill("2029-06-15");
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      expect([await overflow(page), await axe(page), await crooked(page)]).toEqual([0, [], []]);
    }
    await button(id, /^Change/).click();
    await expect.poll(() => said(id)).toMatch(/open\s*teunis\s*due 2029-06-15/);
    expect(new URL(page.url()).hash).toBe(`#${id}`);
    await expect.poll(() => textOf(page.locator(".last"))).toMatch(/local gave “.+” to teunis, set it due 2029-06-15/);
    await button(id, /^Mark done/).click();
    await expect.poll(() => said(id)).toContain("done");
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(() => said(id)).toMatch(/^open/);
  });

  it("adds one that nobody said, where no script runs and in a narrow window", async () => {
    const viewport = { width: 390, height: 800 };
    await using scriptless = await openPage(browser, site.pages, { javaScriptEnabled: false, viewport });
    const { page: bare, faults } = scriptless;
    await open(bare);
    for (const fold of await bare.locator("section#actions summary").all()) await fold.click();
    await bare.locator("#action-text").waitFor();
    expect([await overflow(bare), await crooked(bare)]).toEqual([0, []]);
    await bare.locator("#action-text").fill("Write down how to put the limit back");
    await bare.locator("#action-due").fill("friday");
    await bare.getByRole("button", { name: "Add action item" }).click();
    await expect.poll(() => textOf(bare.locator(".problem"))).toContain('"friday" is no day that can be read');
    await bare.getByLabel(/^Due/).fill("2029-06-22");
    await bare.getByRole("button", { name: "Add action item" }).click();
    await expect.poll(() => new URL(bare.url()).hash).toMatch(/^#a_/);
    const { id, due } = await itemOf("put the limit back");
    expect([new URL(bare.url()).hash, due]).toEqual([`#${id}`, "2029-06-22"]);
    expect(await overflow(bare)).toBe(0);
    expect(faults).toEqual([]);
  });

  it("shows both sides where somebody decided meanwhile, and takes only what was changed", async () => {
    const { id, version, text } = await itemOf("put the limit back");
    await open();
    await page.locator(`#${id} summary`).click();
    await page.locator(`#text-${id}`).fill("Write down how the limit is set");
    await site.decide({ type: "action", id, version, owner: "noor" });
    await button(id, /^Change/).click();
    await expect.poll(() => textOf(page.getByRole("heading", { level: 1 }))).toBe("Decided meanwhile");
    await expect.poll(() => textOf(page.locator(".side").first())).toContain("devin gave it to noor");
    await expect.poll(() => textOf(page.locator(".side").last())).toContain("Write down how the limit is set");
    expect(await page.getByLabel(/^Owner/).count()).toBe(0);
    expect([await overflow(page), await axe(page)]).toEqual([0, []]);
    await page.getByRole("button", { name: "Change it to this" }).click();
    await expect.poll(() => said(id)).toContain("noor");
    expect(await itemOf("how the limit is set")).toMatchObject({ id, owner: "noor", due: "2029-06-22" });
    expect(text).not.toContain("is set");
  });

  it("settles a change of the words under an edit, and publishes what was decided", async () => {
    const { id, version, text, owner, machine = { text, owner } } = await itemOf("ledger connections");
    await site.decide({ type: "action", id, version, basis: machine, text: "Watch the ledger's connections" });
    const before = "TODO: alert on ledger connections. TODO: a load test with retries, owner teunis";
    const after = "TODO: alert on free connections";
    await site.tell(editedMessage("C0INCPAY1", during(82), during(81) + 10_000_000, "ifeoma", before, after));
    await open();
    const panel = page.getByRole("region", { name: "The draft changed under your edit" });
    await expect.poll(() => textOf(panel)).toContain("free connections");
    expect([await overflow(page), await axe(page)]).toEqual([0, []]);
    await page.getByRole("link", { name: "Publish…" }).click();
    await page.getByRole("link", { name: "Go there" }).first().click();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#${id}`);
    await button(id, /^Keep what stands/).click();
    await expect.poll(() => panel.count()).toBe(0);
    await page.getByRole("link", { name: "Publish…" }).click();
    await page.getByRole("button", { name: "Publish version 1" }).click();
    await expect.poll(() => textOf(page.locator("body"))).toContain("Watch the ledger's connections");
  });
});
