import type { Link } from "../../domain/event.ts";
import { said } from "./text.ts";

const WEB_ADDRESS = /^https?:\/\/[^\s<>"]+$/i;

/** Links by what they lead to, in this order. Leaves out what is no web address, and a second link to the same page. */
export function linksTo(pages: Readonly<Record<string, string | null | undefined>>): Link[] {
  const links: Link[] = [];
  for (const rel of Object.keys(pages)) {
    const url = said(pages[rel]);
    if (url !== undefined && WEB_ADDRESS.test(url) && !links.some((link) => link.url === url)) links.push({ rel, url });
  }
  return links;
}
