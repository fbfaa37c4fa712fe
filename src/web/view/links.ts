/** A link that is safe to follow: where it goes is shown by its host, whatever its sender calls it. */
export interface SafeLink {
  readonly href: string;
  readonly host: string;
}

/** Only `http:`, `https:` and `mailto:` are links; anything else, and what cannot be read as an address, is null. */
export function safeLink(url: string | undefined): SafeLink | null {
  if (url === undefined) return null;
  const parsed = URL.parse(url);
  if (!parsed) return null;
  if (parsed.protocol === "mailto:") return { href: parsed.href, host: parsed.pathname };
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return null;
  return { href: parsed.href, host: parsed.host };
}
