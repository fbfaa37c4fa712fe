import type { Browser, Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "../../src/domain/draft/schema.ts";
import { axe, CHROMIUM, openPage, overflow, PATIENCE_MS, textOf } from "./browser.ts";
import { shareEvening } from "./evening.ts";
import { entryWith, type Site } from "./site.ts";

describe.skipIf(CHROMIUM === null)("deciding in a browser", { timeout: 6 * PATIENCE_MS }, () => {
  let browser: Browser;
  let site: Site;
  let before: Draft;
  let page: Page;

  shareEvening((evening) => {
    ({ browser, site, page } = evening);
  });
  beforeEach(async () => {
    before = await site.draft();
  });

  const open = (query = "") => page.goto(`${site.pages}/incidents/${before.incident.id}${query}`);
  const row = (id: string, on: Page = page): Locator => on.locator(`li#${id}`);
  const unfoldRow = async (id: string, on: Page = page) => {
    await row(id, on).locator("summary.row").click();
    return row(id, on);
  };

  it("pins an entry and comes back to it, unfolded", async () => {
    const { id } = entryWith(before, "v318");
    await open();
    await (await unfoldRow(id)).getByRole("button", { name: /^Pin/ }).click();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#${id}`);
    await expect.poll(() => row(id).locator(".row .flag.pinned").isVisible()).toBe(true);
    await expect.poll(() => row(id).locator("details.fold").getAttribute("open")).toBe("");
    await expect.poll(() => textOf(page.locator(".last"))).toMatch(/local pinned “.+”\s*Undo/);
  });

  it("takes words that tell why, says so at the entry and before publishing, and reads well in both schemes", async () => {
    const { id } = entryWith(before, "v318");
    await open();
    const line = await unfoldRow(id);
    await line.getByLabel("Text, one line").fill("v318 was deployed because of the fair");
    await line.getByRole("button", { name: /^Reword/ }).click();
    await expect.poll(() => textOf(row(id).locator(".row .flag.wording"))).toBe("tells why");
    const hints = row(id).getByRole("list", { name: "About the wording" });
    await expect
      .poll(() => textOf(hints))
      .toMatch(/^“because of” tells why\. It tells a cause or an aim.+ Say what was done or seen/);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      expect([await overflow(page), await axe(page)]).toEqual([0, []]);
    }
    await page.goto(`${site.pages}/incidents/${before.incident.id}/publish`);
    const hint = page.locator(".obstacles .warns", { hasText: "more than what happened" });
    await expect.poll(() => textOf(hint)).toMatch(/^\d+ lines? says? more .+ The first: "[^"]+"/);
    expect(await page.getByRole("button", { name: /^Publish version/ }).isEnabled()).toBe(true);
    await hint.getByRole("link", { name: "Go there" }).click();
    await expect.poll(() => page.locator("li:target .flag.wording").isVisible()).toBe(true);
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(() => page.locator(".flag.wording").count()).toBe(0);
  });

  it("says all that the words of a line do, however narrow the window", async () => {
    const { id } = entryWith(before, "v318");
    await open();
    const line = await unfoldRow(id);
    await line.getByLabel("Text, one line").fill("Bertil forgot to wait due to the fair, and should have waited");
    await line.getByRole("button", { name: /^Reword/ }).click();
    const flag = row(id).locator(".row .flag.wording");
    await expect.poll(() => textOf(flag)).toBe("judges somebody, tells why, tells what should have been");
    await page.setViewportSize({ width: 390, height: 844 });
    const place = await flag.boundingBox();
    await page.setViewportSize({ width: 1440, height: 900 });
    expect((place?.x ?? 390) + (place?.width ?? 0)).toBeLessThanOrEqual(390);
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(() => flag.count()).toBe(0);
  });

  it("hides an entry, goes on to the one that takes its place, and shows it again from the log", async () => {
    const { id } = entryWith(before, "WorkerRestarting");
    const shown = before.entries.filter(({ visibility }) => visibility === "timeline");
    const next = shown[shown.findIndex((entry) => entry.id === id) + 1]?.id;
    await open();
    await (await unfoldRow(id)).getByRole("button", { name: /^Hide/ }).click();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#${next}`);
    expect(await row(id).count()).toBe(0);
    await page.getByRole("link", { name: /Activity log/ }).click();
    await expect.poll(() => textOf(row(id).locator(".why"))).toBe("local hid this entry.");
    await (await unfoldRow(id)).getByRole("button", { name: /^Show on the timeline/ }).click();
    await page.getByRole("link", { name: /Timeline/ }).click();
    await expect.poll(() => row(id).locator(".row").isVisible()).toBe(true);
  });

  it("rewords and retimes, twice without a conflict, and says what the draft says", async () => {
    const { id, text } = entryWith(before, "acknowledged");
    const line = row(id).locator(".row");
    await open();
    for (const words of ["Noor takes the page", "Noor acknowledges the page"]) {
      if (words.includes("takes")) await unfoldRow(id);
      await row(id).locator("details.fold[open]").waitFor();
      await row(id).getByLabel("Text, one line").fill(words);
      await row(id)
        .getByRole("button", { name: /^Reword/ })
        .click();
      await expect.poll(() => textOf(line.locator(".text"))).toBe(words);
    }
    for (const [time, part, shown] of [
      ["18:54", ".utc", "18:54"],
      ["T+2:30", ".offset", "T+2:30"],
    ] as const) {
      await row(id)
        .getByLabel(/^Time in UTC/)
        .fill(time);
      await row(id)
        .getByRole("button", { name: /^Retime/ })
        .click();
      await expect.poll(() => textOf(line.locator(part))).toBe(shown);
    }
    expect(await line.locator(".flag.conflict").count()).toBe(0);
    await expect.poll(() => textOf(row(id).locator(".facts").first())).toContain(text);
  });

  it("adds a line that no machine saw", async () => {
    await open();
    await page.getByText("Add an entry").click();
    await page.getByLabel(/^Time in UTC: 14:02/).fill("2029-06-08 18:10");
    await page.locator(".add").getByRole("combobox", { name: "Kind" }).selectOption({ label: "Observed" });
    await page.getByLabel(/^What happened/).fill("Bertil sees the queue grow on the till");
    await page.getByRole("button", { name: "Add entry" }).click();
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#e_/);
    const added = entryWith(await site.draft(), "Bertil sees the queue");
    expect(added).toMatchObject({ at: "2029-06-08T18:10:00Z", precision: "m", origin: "person" });
    expect(new URL(page.url()).hash).toBe(`#${added.id}`);
    await expect.poll(() => textOf(row(added.id).locator(".row .utc"))).toBe("18:10");
  });

  it("accepts and rejects findings, and undoes", async () => {
    const [first, second] = before.findings;
    const verdicts = async () => (await site.draft()).findings.slice(0, 2).map(({ state }) => state);
    await open();
    await page
      .locator(`#${first?.id}`)
      .getByRole("button", { name: /^Accept/ })
      .click();
    await expect.poll(() => textOf(page.locator(`#${first?.id} .count`))).toBe("accepted");
    await page
      .locator(`#${second?.id}`)
      .getByRole("button", { name: /^Reject/ })
      .click();
    await expect.poll(verdicts).toEqual(["accepted", "rejected"]);
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(verdicts).toEqual(["accepted", "candidate"]);
    await page.getByRole("button", { name: /^Redo/ }).click();
    await expect.poll(verdicts).toEqual(["accepted", "rejected"]);
    await expect.poll(() => page.getByText("1 rejected").isVisible()).toBe(true);
  });

  it("marks the draft reviewed", async () => {
    await open();
    await page.getByRole("button", { name: /^Mark reviewed/ }).click();
    await expect.poll(() => textOf(page.locator(".reviewed"))).toContain("Reviewed by local");
    expect((await site.draft()).review).not.toBeNull();
  });

  it("shows both sides where somebody decided meanwhile, keeps what was typed, and takes it on the new version", async () => {
    const { id, version, text } = entryWith(before, "v317");
    await open();
    await unfoldRow(id);
    await row(id).getByLabel("Text, one line").fill("Checkout is back on v317 everywhere");
    await site.decide({ type: "reword", entry: id, version, basis: text, text: "v317 is put back" });
    await row(id)
      .getByRole("button", { name: /^Reword/ })
      .click();
    await expect.poll(() => textOf(page.getByRole("heading", { level: 1 }))).toBe("Decided meanwhile");
    const now = page.locator(".side").first();
    await expect.poll(() => textOf(now)).toContain("devin reworded it to “v317 is put back”");
    await expect.poll(() => page.getByLabel("Text, one line").inputValue()).toBe("Checkout is back on v317 everywhere");
    expect([await overflow(page), await axe(page)]).toEqual([0, []]);
    await page.getByRole("button", { name: "Reword it to this" }).click();
    await expect.poll(() => textOf(row(id).locator(".row .text"))).toBe("Checkout is back on v317 everywhere");
    expect(await row(id).locator(".row .flag.conflict").count()).toBe(0);
  });

  it("keeps what was typed where it cannot be used", async () => {
    const { id } = entryWith(before, "payments go through");
    await open();
    await unfoldRow(id);
    await row(id)
      .getByLabel(/^Time in UTC/)
      .fill("half past two");
    await row(id)
      .getByRole("button", { name: /^Retime/ })
      .click();
    await expect.poll(() => textOf(page.locator(".problem"))).toContain('"half past two" is no time that can be read');
    await expect.poll(() => page.getByLabel("Time in UTC").inputValue()).toBe("half past two");
    expect([await overflow(page), await axe(page)]).toEqual([0, []]);
    await page.getByLabel("Time in UTC").fill("18:24:10");
    await page.getByRole("button", { name: "Retime it to this" }).click();
    await expect.poll(() => textOf(row(id).locator(".row .utc"))).toBe("18:24:10");
  });

  it("gives a line another kind, and settles where the draft's changed under that", async () => {
    const { id } = entryWith(before, "payments go through");
    await open();
    const line = await unfoldRow(id);
    await line.getByRole("combobox", { name: "Kind" }).selectOption({ label: "Resolved" });
    await line.getByRole("button", { name: /^Set kind/ }).click();
    await expect.poll(() => textOf(row(id).locator(".row .kind"))).toBe("Resolved");
    await expect.poll(() => textOf(page.locator(".last"))).toMatch(/the kind “Resolved”\s*Undo/);
    await page.getByRole("button", { name: /^Undo/ }).click();
    await expect.poll(() => textOf(row(id).locator(".row .kind"))).toBe("Recovery");
    const seen = { type: "rekind", entry: id, basis: "observation", kind: "mitigation" };
    await site.decide({ ...seen, version: (await site.draft()).revision });
    await open();
    await expect.poll(() => textOf(row(id).locator(".row .flag.conflict"))).toBe("kind changed under your edit");
    await unfoldRow(id);
    expect([await overflow(page), await axe(page)]).toEqual([0, []]);
    await row(id)
      .getByRole("button", { name: /^Take the draft's/ })
      .click();
    await expect.poll(() => textOf(row(id).locator(".row .kind"))).toBe("Recovery");
    expect(await row(id).locator(".row .flag.conflict").count()).toBe(0);
  });

  it("sets key moments by keyboard, in both schemes and on a phone, and takes the draft's again", async () => {
    const { id } = entryWith(before, "payments go through");
    const slot = (name: string) => page.locator(".moments > li", { has: page.locator(".name", { hasText: name }) });
    const proposed = await open().then(() => textOf(slot("Resolved")));
    await page.getByText("Set a key moment").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Key moment" }).selectOption("resolved");
    await page.getByRole("combobox", { name: "Stands on" }).selectOption(id);
    await page.getByLabel(/^UTC time on 2029-06-08/).fill("18:31");
    await page.keyboard.press("Enter");
    await expect.poll(() => textOf(slot("Resolved"))).toMatch(/^Resolved\s*18:31/);
    await page.getByText("Set a key moment").click();
    await expect.poll(() => textOf(page.locator(".set-moments"))).toContain("local set it to this time, by this line");
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect([await overflow(page), await axe(page)]).toEqual([0, []]);
      }
    }
    await page.getByRole("button", { name: "Take the draft's: Resolved" }).click();
    await expect.poll(() => textOf(slot("Resolved"))).toBe(proposed);
  });

  it("settles a change of the draft under an edit, by either side", async () => {
    const { id, version, text } = entryWith(before, "PaymentTimeouts");
    await site.decide({
      type: "reword",
      entry: id,
      version,
      basis: "what it was",
      text: "Card payments take longer than 4 s",
    });
    await open();
    await expect.poll(() => textOf(row(id).locator(".row .flag.conflict"))).toBe("changed under your edit");
    await page.goto(`${site.pages}/incidents/${before.incident.id}/publish`);
    await expect.poll(() => textOf(page.locator("main"))).toContain("Decide first");
    expect(await page.getByRole("button", { name: /Publish version/ }).count()).toBe(0);
    await page.getByRole("link", { name: "Go there" }).click();
    await row(id)
      .getByRole("button", { name: /^Take the draft's/ })
      .click();
    await expect.poll(() => textOf(row(id).locator(".row .text"))).toBe(text);
    expect(await row(id).locator(".row .flag.conflict").count()).toBe(0);
  });

  it("says what stands in the way, publishes, and lists the version with its date", async () => {
    await open();
    await page.getByRole("link", { name: "Publish…" }).click();
    await expect.poll(() => textOf(page.locator("main"))).toContain("Worth knowing");
    await page.getByRole("button", { name: "Publish version 1" }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/incidents/${before.incident.id}/p/1`);
    await expect.poll(() => textOf(page.locator("body"))).toContain("Version 1, published by local");
    // The server's clock goes on while the tests run.
    const minute = `${(await site.publishedAt(1)).slice(0, 16).replace("T", " ")} UTC`;
    expect(minute).toMatch(/^2029-06-08 2/);
    await open();
    await expect.poll(() => textOf(page.locator(".states"))).toContain(`version 1, ${minute}`);
    await page.goto(`${site.pages}/incidents/${before.incident.id}/publish`);
    await expect.poll(() => textOf(page.locator(".versions"))).toContain(`Version 1${minute}by local`);
  });

  it("publishes only what was looked at", async () => {
    await page.goto(`${site.pages}/incidents/${before.incident.id}/publish`);
    const { id, version } = entryWith(before, "v318");
    await site.decide({ type: "hide", entry: id, version });
    await page.getByRole("button", { name: /Publish version/ }).click();
    await expect.poll(() => textOf(page.getByRole("heading", { level: 1 }))).toBe("Not published");
    await page.getByRole("link", { name: /Look again/ }).click();
    await expect.poll(() => page.getByRole("button", { name: /Publish version/ }).isVisible()).toBe(true);
  });

  it("leads from a row to the bytes that its sender sent", async () => {
    const { id } = entryWith(before, "CheckoutErrorRateHigh");
    await open(`#${id}`);
    await row(id).getByRole("link", { name: "Raw delivery" }).first().click();
    await expect.poll(() => textOf(page.locator("pre.raw").first())).toContain('"alertname": "CheckoutErrorRateHigh"');
    await expect.poll(() => textOf(page.locator(".keys"))).toContain("alertmanager/alertmanager:v1:");
  });

  it("reads everything and decides where no script runs", async () => {
    await using scriptless = await openPage(browser, site.pages, { javaScriptEnabled: false });
    const { page, faults } = scriptless;
    const { id } = entryWith(before, "PaymentTimeouts");
    await page.goto(`${site.pages}/incidents/${before.incident.id}`);
    await expect.poll(() => textOf(page.locator(".live-state"))).toBe("not live: load again to see changes");
    expect(await page.locator(".timeline > li").count()).toBe(
      before.entries.filter(({ visibility }) => visibility === "timeline").length,
    );
    await page.locator(`li#${id} summary.row`).click();
    await expect.poll(() => page.locator(`li#${id} .piece`).first().isVisible()).toBe(true);
    await page.locator(`li#${id}`).getByLabel("Text, one line").fill("Payments time out");
    await page
      .locator(`li#${id}`)
      .getByRole("button", { name: /^Reword/ })
      .click();
    await expect.poll(() => textOf(page.locator(`li#${id} .row .text`))).toBe("Payments time out");
    await page.getByText("Set a key moment").click();
    await page.getByRole("combobox", { name: "Key moment" }).selectOption("declared");
    await page.getByRole("combobox", { name: "Stands on" }).selectOption({ label: "Nothing: it is not in the record" });
    await page.getByRole("button", { name: "Set the key moment" }).click();
    await expect.poll(() => textOf(page.locator(".moments > .unset"))).toBe("Declarednot in the record");
    expect(faults).toEqual([]);
  });
});
