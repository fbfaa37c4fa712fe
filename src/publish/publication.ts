import type { Draft } from "../domain/draft/schema.ts";
import { sha256 } from "../domain/hash.ts";
import type { PublicationRecord } from "../store/store.ts";
import type { Edition } from "./edition.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";

/** What a publication has beside the draft. `incident` is the key of the pinned opener; `events` are those of the machine's draft. */
export type PublicationFacts = Pick<PublicationRecord, "incident" | "number" | "by" | "at" | "events" | "request"> & {
  /** An IANA time zone, shown beside UTC. */
  readonly zone?: string;
  /** The text of the style sheets, which become part of the HTML. */
  readonly styles: string;
};

/**
 * Makes an immutable version of a draft: its canonical JSON and the renderings, as bytes to be stored and served, never derived again. The
 * HTML carries its styles: it looks the same for ever, also where there is no server.
 *
 * @param draft whole: evidence not capped
 */
export function publish(draft: Draft, { zone, styles, ...facts }: PublicationFacts): PublicationRecord {
  const json = renderJson(draft);
  const digest = sha256(json);
  const edition: Edition = { is: "publication", number: facts.number, by: facts.by, at: facts.at, digest };
  const options = { edition, ...(zone === undefined ? {} : { zone }) };
  return {
    ...facts,
    events: { ...facts.events },
    digest,
    revision: draft.revision,
    json,
    markdown: renderMarkdown(draft, options),
    html: renderHtml(draft, { ...options, embed: styles }),
  };
}
