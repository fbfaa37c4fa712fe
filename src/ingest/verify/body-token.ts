import { parseBounded } from "../decode/bounds.ts";

const MASK = "***";
/** A shorter secret may be a word that stands in the body by chance. */
const LONG_ENOUGH = 16;

/** The shared secret that a JSON body carries under `field`; undefined where there is none, or the body is no JSON object. */
export function tokenIn(body: Uint8Array, field: string): string | undefined {
  const token = membersOf(body)?.[field];
  return typeof token === "string" ? token : undefined;
}

/**
 * The body with `***` for the secret under `field`, and wherever else the secret stands. All other bytes stay as they came: numbers keep
 * digits that parsing would lose. A body that is no JSON object, or carries no such secret, stays as it is.
 */
export function maskToken(body: Uint8Array, field: string): Uint8Array {
  const members = membersOf(body);
  const token = members?.[field];
  if (!members || token === undefined || token === "") return body;
  // Latin 1 maps bytes to characters one to one.
  let text = Buffer.from(body).toString("latin1");
  text = text.replaceAll(new RegExp(`("${field}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, "g"), `$1"${MASK}"`);
  if (typeof token === "string" && token.length >= LONG_ENOUGH)
    text = text.replaceAll(Buffer.from(token).toString("latin1"), MASK);
  const masked = Buffer.from(text, "latin1");
  // Escapes in the member's name, or a value that is no text.
  if (membersOf(masked)?.[field] !== MASK) return Buffer.from(JSON.stringify({ ...members, [field]: MASK }));
  return masked;
}

function membersOf(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  const parsed = parseBounded(body);
  if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return null;
  return parsed.value as Record<string, unknown>;
}
