/** Of it a text must have one at least: a character that a reader sees. Blanks are not, nor is what has no width or only steers what stands beside it. */
const SEEN = "[^\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]";

/** A line on which a reader sees something, as a pattern of JSON Schema. */
export const VISIBLE_LINE = `^[^\\r\\n]*${SEEN}[^\\r\\n]*$`;

const ANY_SEEN = new RegExp(SEEN, "u");

/** Whether a reader sees nothing of a text. */
export const isBlank = (text: string): boolean => !ANY_SEEN.test(text);
