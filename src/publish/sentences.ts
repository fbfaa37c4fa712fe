import type { Draft } from "../domain/draft/schema.ts";
import { counted } from "../web/view/words.ts";
import type { Edition } from "./edition.ts";

const SHORT = 12;

/** Which text this is: number, person and time of a publication, or that it is a draft; always with the digest. */
export function editionSentence({ revision, digest }: Draft, edition: Edition): string {
  if (edition.is === "draft")
    return `Draft after ${counted(revision, "decision", "decisions")}, digest ${digest.slice(0, SHORT)}: not a published version. Suggestions are marked.`;
  const at = `${edition.at.slice(0, 10)} ${edition.at.slice(11, 16)} UTC`;
  return `Version ${edition.number}, published by ${edition.by} on ${at}, digest ${edition.digest.slice(0, SHORT)}.`;
}
