import type { LintMark } from "./draft/schema.ts";

/** A mark in one text: `note` is for whoever knows which text of the entry it was. */
export type TextMark = Omit<LintMark, "note">;

/**
 * Marks words of a line or a note that tell why or how, what should have been, or that blame: a timeline tells what happened. A linter is
 * pure; see src/reading/. Marks are hints: nothing is refused for them.
 *
 * @param people names of those who took part: who judges one of them blames
 */
export type Linter = (text: string, people: ReadonlySet<string>) => readonly TextMark[];

/** A linter that knows who took part in one incident. */
export type Lint = (text: string) => readonly TextMark[];
