import { hash } from "node:crypto";

/** What a rendering as HTML may load and do: its styles, and nothing else. `styles` is a source of `style-src`. */
const directives = (styles: string): readonly string[] => [
  "default-src 'none'",
  `style-src ${styles}`,
  // The icon that browsers look for by themselves.
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

const OPENING = "<style>";

/** Styles as an element, and the Content-Security-Policy that allows exactly them: a file that is opened from disk has no other. */
export function embedStyles(styles: string): string {
  const inert = styles.replaceAll("</", "<\\/");
  const policy = directives(hashSource(inert)).join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">${OPENING}${inert}</style>`;
}

/**
 * The Content-Security-Policy to serve a rendering with. Its own styles are the only ones that it can have embedded: all that senders
 * wrote is text, so its first `<style>` is ours. A rendering without one links the style sheets under /assets/.
 *
 * @param ancestors who may show it in a frame: a source list of `frame-ancestors`
 */
export function policyOf(html: string, ancestors = "'none'"): string {
  const start = html.indexOf(OPENING);
  const end = html.indexOf("</style>", start);
  const styles = start === -1 || end === -1 ? "'self'" : hashSource(html.slice(start + OPENING.length, end));
  return [...directives(styles), `frame-ancestors ${ancestors}`].join("; ");
}

const hashSource = (text: string): string => `'sha256-${hash("sha256", text, "base64")}'`;
