import type { Browser } from "playwright-core";
import { launch, openPage, type Watched } from "./browser.ts";
import { type Site, startEvening } from "./site.ts";

/** For one step of the page, however busy the machine is. */
const PATIENCE_MS = 60_000;

/** A page in a browser on the demo's evening, for tests that decide there one after the other. */
export interface Evening extends AsyncDisposable, Pick<Watched, "page" | "faults"> {
  readonly browser: Browser;
  readonly site: Site;
}

export async function openEvening(): Promise<Evening> {
  const [browser, site] = await Promise.all([launch(), startEvening()]);
  const { page, faults } = await openPage(browser, site.pages, { viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  const close = async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  };
  return { browser, site, page, faults, [Symbol.asyncDispose]: close };
}
