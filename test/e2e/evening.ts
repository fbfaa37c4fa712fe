import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launch, openPage, type Watched } from "./browser.ts";
import { type Site, startEvening } from "./site.ts";

const OPENING_MS = 240_000;

/** A page in a browser on the demo's evening, for tests that decide there one after the other. */
interface Evening extends AsyncDisposable, Pick<Watched, "page" | "faults"> {
  readonly browser: Browser;
  readonly site: Site;
}

/** Opens one for the tests of a suite and closes it after them. What no page may do fails the test in which it was done. */
export function shareEvening(begin: (evening: Evening) => void): void {
  let evening: Evening;
  beforeAll(async () => {
    evening = await openEvening();
    begin(evening);
  }, OPENING_MS);
  afterAll(() => evening[Symbol.asyncDispose]());
  afterEach(() => {
    expect(evening.faults.splice(0)).toEqual([]);
  });
}

async function openEvening(): Promise<Evening> {
  const [browser, site] = await Promise.all([launch(), startEvening()]);
  const { page, faults } = await openPage(browser, site.pages, { viewport: { width: 1440, height: 900 } });
  const close = async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  };
  return { browser, site, page, faults, [Symbol.asyncDispose]: close };
}
