import { readdir, readFile } from "node:fs/promises";

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

export interface Asset {
  readonly type: string;
  readonly text: string;
}

/** The style sheets and scripts of assets/, by file name: few and small, read once at the start. */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const folder = new URL("./assets/", import.meta.url);
  const assets = new Map<string, Asset>();
  for (const name of (await readdir(folder)).sort()) {
    const type = TYPES[name.split(".").at(-1) ?? ""];
    if (type) assets.set(name, { type, text: await readFile(new URL(name, folder), "utf8") });
  }
  return assets;
}
