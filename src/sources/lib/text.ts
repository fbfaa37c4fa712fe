/** A whole value that a template engine forgot to fill in: `$ALERT_TITLE`, `${title}`, `{{ title }}`, `${{ title }}`. */
const UNRENDERED = /^(?:\$[A-Za-z_][\w.]*|\$\{[^{}]*\}|\$?\{\{.*\}\})$/s;
const NOTHINGS: ReadonlySet<string> = new Set(["", "null", "undefined", "<no value>", "<nil>"]);
const LONGEST_NOTHING = 10;

/** The longest title, in UTF-16 code units. */
const TITLE_LENGTH = 200;

/** The trimmed text if the sender said something; undefined for nothing, `"null"`, an unrendered template variable. */
export function said(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || (trimmed.length <= LONGEST_NOTHING && NOTHINGS.has(trimmed))) return undefined;
  const mayBeTemplate = trimmed.startsWith("$") || trimmed.startsWith("{");
  return mayBeTemplate && UNRENDERED.test(trimmed) ? undefined : trimmed;
}

/** The first text that says something, trimmed. */
export function firstSaid(...texts: readonly (string | null | undefined)[]): string | undefined {
  for (const text of texts) {
    const spoken = said(text);
    if (spoken !== undefined) return spoken;
  }
  return undefined;
}

/** What a line does not hold; most texts do not either. */
const MANY_BLANKS = /[^\S ]|\p{Cc}| {2}/u;

/** One line of at most `length` code units: runs of white space become a blank; what is cut ends in `…`, never inside a character. */
export function oneLine(text: string, length: number = TITLE_LENGTH): string {
  const line = (MANY_BLANKS.test(text) ? text.replaceAll(/[\s\p{Cc}]+/gu, " ") : text).trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length - 1);
  return `${cut.replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…`;
}

/** The text for an event's `text`: undefined where it says nothing, or nothing more than the title. */
export function beyond(title: string, text: string | null | undefined): string | undefined {
  const spoken = said(text);
  return spoken !== undefined && title.includes(spoken) ? undefined : spoken;
}

/** The distinct texts that say something, trimmed, in their order. */
export function distinct(texts: Iterable<string | null | undefined>): string[] {
  const spoken: string[] = [];
  for (const text of texts) {
    const told = said(text);
    if (told !== undefined) spoken.push(told);
  }
  return spoken.length < 2 ? spoken : [...new Set(spoken)];
}
