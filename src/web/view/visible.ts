/**
 * What must never reach a reader unseen: control and escape codes, marks that reorder text, and characters without a width (soft hyphens,
 * joiners, tags, byte order marks), which hide words or make two names look alike.
 */
const HIDDEN = /\p{Cc}|\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu;

const LINE_BREAK = /\r\n?|[\n\t\v\f\u0085\u2028\u2029]/g;

/** After these a joiner belongs to the writing: inside an emoji, and between letters of scripts that join. */
const JOINS =
  /^[\uFE0F\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/v;

const EMOJI = /^\p{Emoji}/v;

/**
 * The text as it may be shown: hidden characters stand as `⟦U+202E⟧`, line breaks and tabs become blanks, halves of characters `�`. What is
 * stored stays as it came; this is for rendering, before the format's own escaping.
 */
export function visible(text: string): string {
  const line = text.toWellFormed().replace(LINE_BREAK, " ");
  return line.replace(HIDDEN, (hidden, index: number) =>
    belongs(hidden, [...line.slice(Math.max(0, index - 2), index)].at(-1) ?? "") ? hidden : mark(hidden),
  );
}

function mark(hidden: string): string {
  return `⟦U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟧`;
}

/** Whether a character without a width is a part of the writing, by the character before it. */
function belongs(hidden: string, before: string): boolean {
  if (hidden === "\u200C" || hidden === "\u200D") return JOINS.test(before);
  return (hidden === "\uFE0E" || hidden === "\uFE0F") && EMOJI.test(before);
}
