import { formatInstant } from "../domain/time.ts";
import type { StoredDelivery } from "../ingest/delivery.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Writes a delivery as a line of a capture, its body byte for byte: JSON as it stands, another text as a text, other bytes in base64.
 */
export function writeCaptureLine({ id, source, receivedAt, headers, body }: StoredDelivery): string {
  const head = { id, source, receivedAt: formatInstant(receivedAt, "us"), headers };
  return `${JSON.stringify(head).slice(0, -1)},${writeBody(body)}}\n`;
}

function writeBody(body: Uint8Array): string {
  const text = decode(body);
  if (text === null) return `"encoding":"base64","body":"${Buffer.from(body).toString("base64")}"`;
  return `"body":${isOneLineOfJson(text) ? text : JSON.stringify(text)}`;
}

function decode(body: Uint8Array): string | null {
  try {
    return strict.decode(body);
  } catch {
    return null;
  }
}

/** An object or a list that begins and ends with its brackets and has no line break. */
function isOneLineOfJson(text: string): boolean {
  if (!/^[{[].*[}\]]$/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
