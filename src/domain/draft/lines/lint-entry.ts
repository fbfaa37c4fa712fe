import type { Lint } from "../../lint.ts";
import type { DraftedEntry } from "../machine.ts";
import type { DraftContext } from "../scene.ts";
import type { Entry, LintMark } from "../schema.ts";

/** Marks the machine's lines, and gives what marks those of people. Whoever did something here may be blamed, and whoever the configuration names. */
export function lintTimeline(
  told: readonly DraftedEntry[],
  { lint, settings }: Pick<DraftContext, "lint" | "settings">,
): Lint {
  const people = new Set(settings.people.map(({ name }) => name));
  for (const { entry } of told) if (entry.actor !== undefined) people.add(entry.actor);
  const ofIncident: Lint = (text) => lint(text, people);
  for (const { entry } of told) entry.lint = lintEntry(entry, ofIncident);
  return ofIncident;
}

/**
 * The marks of an entry, in its text and in its notes. What somebody said stands in the evidence, and what nobody wants to publish in the
 * log: neither is marked, unless a person wrote it here.
 */
export function lintEntry({ text, notes, visibility, origin, edited }: Entry, lint: Lint): LintMark[] {
  const isPublic = visibility === "timeline" || origin === "person" || edited?.fields.includes("text") === true;
  const ofNotes = notes.flatMap((note, index) => lint(note.text).map((mark) => ({ ...mark, note: index })));
  return [...(isPublic ? lint(text) : []), ...ofNotes];
}
