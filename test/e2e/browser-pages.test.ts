import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { message } from "../../src/demo/senders/slack.ts";
import { axe, CHROMIUM, launch, openPage, overflow, thin, unfold, type Watched } from "./browser.ts";
import { during, entryWith, type Site, startEvening } from "./site.ts";

const LOOKS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
].flatMap((viewport) => (["light", "dark"] as const).map((colorScheme) => ({ viewport, colorScheme })));

const PAGES = [
  ...["the list", "the timeline", "the timeline in the reader's zone", "the activity log", "before publishing"],
  ...["the draft as a document", "a delivery", "the sources", "no such incident", "no such page"],
] as const;

/** What stands behind the facts that are the last of their line, with another line below. */
const LINE_ENDS = `[...document.querySelectorAll(".states, .incidents .about")].flatMap((facts) =>
  [...facts.children].filter((one) => one.nextElementSibling?.getBoundingClientRect().top >= one.getBoundingClientRect().bottom))
  .map((one) => getComputedStyle(one, "::after").content)`;

describe.skipIf(CHROMIUM === null)("every page, in a browser", { timeout: 480_000 }, () => {
  let browser: Browser;
  let site: Site;
  let paths: Record<(typeof PAGES)[number], string>;

  beforeAll(async () => {
    browser = await launch();
    site = await startEvening();
    const before = await site.draft();
    const reworded = entryWith(before, "acknowledged");
    await site.decide({
      type: "reword",
      entry: reworded.id,
      version: 0,
      basis: "what stood there before",
      text: "Noor takes it on",
    });
    await site.decide({ type: "pin", entry: entryWith(before, "v318").id, version: 0 });
    await site.decide({ type: "hide", entry: entryWith(before, "WorkerRestarting").id, version: 0 });
    await site.decide({ type: "review", digest: (await site.draft()).digest });
    await site.tell(message("C0INCPAY1", during(33), "ifeoma", "rolled back the ledger's config to yesterday"));
    const { incident, entries } = await site.draft();
    const address = `/incidents/${incident.id}`;
    const delivery = entries.flatMap(({ evidence }) => evidence)[0]?.delivery;
    paths = {
      "the list": "/incidents",
      "the timeline": address,
      "the timeline in the reader's zone": `${address}?zone=Asia/Kolkata`,
      "the activity log": `${address}?view=log`,
      "before publishing": `${address}/publish`,
      "the draft as a document": `/api/v1${address}/draft.html`,
      "a delivery": `/deliveries/${delivery}`,
      "the sources": "/sources",
      "no such incident": "/incidents/inc_00000000000000000000",
      "no such page": "/nowhere",
    };
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  });

  describe("whose window and colours change while it is open", () => {
    let watched: Watched;
    beforeAll(async () => {
      watched = await openPage(browser, site.pages, { reducedMotion: "reduce" });
    });
    afterEach(() => {
      expect(watched.faults.splice(0)).toEqual([]);
    });
    afterAll(() => watched[Symbol.asyncDispose]());

    it.each(PAGES)("%s: nothing that axe objects to, wide or narrow, light or dark", async (name) => {
      const { page } = watched;
      await page.goto(site.pages + paths[name]);
      await thin(page);
      await unfold(page, 4);
      for (const { viewport, colorScheme } of LOOKS) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        expect([viewport.width, colorScheme, await axe(page)]).toEqual([viewport.width, colorScheme, []]);
      }
    });

    it.each(PAGES)("%s: scrolls nowhere sideways, folded or unfolded", async (name) => {
      const { page } = watched;
      await page.goto(site.pages + paths[name]);
      for (const state of ["as it comes", "unfolded"]) {
        if (state === "unfolded") await unfold(page);
        for (const width of [1440, 390, 320]) {
          await page.setViewportSize({ width, height: 800 });
          expect([state, width, await overflow(page)]).toEqual([state, width, 0]);
        }
      }
    });
  });

  it("starts the timeline within the first screen of a phone, with targets that a thumb can hit", async () => {
    await using watched = await openPage(browser, site.pages, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = watched;
    await page.goto(site.pages + paths["the timeline"]);
    const first = await page.locator(".timeline .row").first().boundingBox();
    expect(first?.y).toBeLessThan(0.65 * 844);
    await unfold(page);
    const small =
      await page.evaluate(`[...document.querySelectorAll("button, input:not([type=hidden]), select, summary, main a[href]")]
      .map((one) => [one.outerHTML.slice(0, 80), (one.closest(".moments > li") ?? one).getBoundingClientRect()])
      .filter(([, box]) => box.height > 0 && box.height < 44)
      .map(([html, box]) => html + " " + box.height)`);
    expect(small).toEqual([]);
  });

  it.each(["the timeline", "the activity log"] as const)(
    "%s: what stands below each other is aligned",
    async (name) => {
      await using watched = await openPage(browser, site.pages);
      const { page } = watched;
      await page.goto(site.pages + paths[name]);
      for (const { viewport } of LOOKS) {
        await page.setViewportSize(viewport);
        const edges =
          await page.evaluate(`["summary.row .kind", "summary.row .what", ".rail section > *, .rail summary"]
        .map((part) => [...new Set([...document.querySelectorAll(part)].map((one) => Math.round(one.getBoundingClientRect().x)))])`);
        expect(edges).toEqual([[expect.any(Number)], [expect.any(Number)], [expect.any(Number)]]);
      }
    },
  );

  it("ends no line with the mark that stands between two facts", async () => {
    await using watched = await openPage(browser, site.pages, { viewport: { width: 390, height: 844 } });
    const { page } = watched;
    for (const path of [paths["the list"], paths["the timeline"]]) {
      await page.goto(`${site.pages}${path}`, { waitUntil: "load" });
      const ends = await page.evaluate(LINE_ENDS);
      expect([path, ends]).toEqual([path, expect.arrayContaining(["none"])]);
      expect([path, new Set(ends as string[])]).toEqual([path, new Set(["none"])]);
    }
  });

  it("shows a narrow window all that waits for a decision", async () => {
    await using watched = await openPage(browser, site.pages, { viewport: { width: 390, height: 844 } });
    const { page } = watched;
    await page.goto(site.pages + paths["the timeline"]);
    const outside = await page.evaluate(`[...document.querySelectorAll(".waiting a")].filter((one) => {
      const [box, list] = [one.getBoundingClientRect(), one.closest(".waiting").getBoundingClientRect()];
      return box.right > list.right + 1;
    }).map((one) => one.textContent)`);
    expect(outside).toEqual([]);
  });

  it("keeps to one line what sticks to the top, whatever it says", async () => {
    await using watched = await openPage(browser, site.pages);
    const { page } = watched;
    await page.goto(site.pages + paths["the timeline"]);
    for (const width of [1100, 1280, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const line = await page.locator(".status-line").boundingBox();
      expect([width, line?.height]).toEqual([width, 40]);
    }
  });

  it("gives the text of an action item the width of its form", async () => {
    await using watched = await openPage(browser, site.pages, { viewport: { width: 1440, height: 900 } });
    const { page } = watched;
    await page.goto(site.pages + paths["the timeline"]);
    await unfold(page);
    const widths = (await page.evaluate(`[...document.querySelectorAll("#actions form input[name=text]")]
      .map((one) => one.getBoundingClientRect().width / one.closest("form").getBoundingClientRect().width)`)) as number[];
    expect(widths.length).toBeGreaterThan(1);
    expect(widths).toEqual(widths.map(() => 1));
  });

  it("shows where the focus is, and never under what sticks to the top", async () => {
    await using watched = await openPage(browser, site.pages, { viewport: { width: 1440, height: 900 } });
    const { page } = watched;
    await page.goto(site.pages + paths["the timeline"]);
    await unfold(page);
    const reached = new Set<string>();
    for (let stop = 0; stop < 120; stop += 1) {
      await page.keyboard.press("Tab");
      const focus = (await page.evaluate(`(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const box = one.getBoundingClientRect();
        const above = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 10));
        return {
          what: one.closest("form")?.querySelector("[name=type]")?.value ?? one.tagName,
          outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          seen: above !== null && (one.contains(above) || above.contains(one)),
          html: one.outerHTML.slice(0, 100),
        };
      })()`)) as { what: string; outline: boolean; seen: boolean; html: string };
      reached.add(focus.what);
      expect(focus).toMatchObject({ outline: true, seen: true });
    }
    expect([...reached]).toEqual(
      expect.arrayContaining(["moment", "pin", "hide", "reword", "retime", "rekind", "review", "undo", "SUMMARY"]),
    );
  });

  it("keeps script and style small", async () => {
    await using watched = await openPage(browser, site.pages);
    const { page } = watched;
    const sizes = { script: 0, style: 0 };
    const { gzipSync } = await import("node:zlib");
    const bodies: Promise<void>[] = [];
    page.on("response", (response) => {
      const type = response.request().resourceType();
      if (type !== "script" && type !== "stylesheet") return;
      const add = async () => {
        sizes[type === "script" ? "script" : "style"] += gzipSync(await response.body(), { level: 9 }).length;
      };
      bodies.push(add());
    });
    await page.goto(site.pages + paths["the timeline"]);
    await Promise.all(bodies);
    expect(sizes.script).toBeGreaterThan(0);
    expect(sizes.script).toBeLessThanOrEqual(4 * 1024);
    expect(sizes.style).toBeGreaterThan(0);
    expect(sizes.style).toBeLessThanOrEqual(12 * 1024);
  });
});
