import { hash } from "node:crypto";
import type { NewDelivery } from "./inbox.ts";

/**
 * What tells one content from another: SHA-256 over source, relevant headers and body. Ids of deliveries that senders put into unsigned
 * headers are no part of it: whoever replays a request can change them. Each part's length stands before it, so that no two
 * different deliveries are written alike.
 */
export function contentIdentity({ source, headers, body }: NewDelivery): Buffer {
  let head = `${source.length}:${source}`;
  for (const name of Object.keys(headers).sort()) {
    const value = headers[name] ?? "";
    head += `|${name.length}:${name}=${value.length}:${value}`;
  }
  return hash("sha256", Buffer.concat([Buffer.from(`${head}\n`), body]), "buffer");
}
