import { STYLESHEETS } from "../publish/html.ts";
import { loadAssets } from "../web/assets.ts";

/** The style sheets of a publication as one text, to be embedded. */
export async function loadPublicationStyles(): Promise<string> {
  const assets = await loadAssets();
  return STYLESHEETS.map((name) => assets.get(name)?.text ?? "").join("\n");
}
