import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { describeEventPromises } from "./contract-events.ts";
import { describeForgettingPromises } from "./contract-forgetting.ts";
import { describeLogPromises } from "./contract-logs.ts";
import { describeSidePromises } from "./contract-side.ts";

/** Promises that an adapter may be unable to give by its nature. An empty list runs everything. */
export type Exemption = "persists_across_reopen" | "several_handles";

/** Opens a store at a place, a folder of the test's own: the same place twice is the same store, where the adapter persists. */
export type OpenStore = (place: string) => Store | Promise<Store>;

/** Opens stores for one test; all are closed and forgotten after it. */
export interface Bench {
  /** A store at this test's own place. */
  open(): Promise<Store>;
  readonly exempt: ReadonlySet<Exemption>;
}

/** What every adapter of the port promises (src/store/store.ts): this suite is the meaning of `Store`. */
export function describeStoreContract(
  name: string,
  open: OpenStore,
  options: { readonly exempt?: readonly Exemption[] } = {},
): void {
  describe(`${name} keeps the contract of a store`, () => {
    const opened: Store[] = [];
    let place: string | undefined;
    const bench: Bench = {
      exempt: new Set(options.exempt ?? []),
      async open() {
        place ??= await mkdtemp(join(tmpdir(), "annalist-store-"));
        const store = await open(place);
        opened.push(store);
        return store;
      },
    };
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      if (place !== undefined) await rm(place, { recursive: true, force: true });
      place = undefined;
    });

    describeEventPromises(bench);
    describeLogPromises(bench);
    describeForgettingPromises(bench);
    describeSidePromises(bench);

    it("closes twice", async () => {
      const store = await bench.open();
      await store.close();
      await expect(store.close()).resolves.toBeUndefined();
    });

    it("refuses work after it was closed", async () => {
      const store = await bench.open();
      await store.close();
      await expect(store.readEvents()).rejects.toThrow();
      await expect(store.listDecisions("x")).rejects.toThrow();
    });
  });
}
