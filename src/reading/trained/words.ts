import { withoutCode, withoutEntities, withoutQuotes } from "../../domain/chat-markup.ts";

/**
 * The words of a chat text as the trained reader counts them: lower case; what names one thing of one shop (hosts, numbers, versions,
 * tickets, people, addresses) stands as the sort of thing that it is, since a model that knew the names would know those shops only.
 */
export function wordsOf(text: string): string[] {
  const marked = SORTS.reduce(
    (rest, [pattern, sort]) => rest.replaceAll(pattern, sort),
    withoutEntities(withoutQuotes(withoutCode(text).replaceAll(CODE, " ⟨code⟩ "))).replaceAll(/[‘’]/g, "'"),
  );
  return marked.toLowerCase().match(WORD) ?? [];
}

/** Inline code; blocks of it are left out altogether. */
const CODE = /`[^`\n]*`/g;

/** The first that fits counts; each leaves brackets that none of the later ones touches. */
const SORTS: readonly [RegExp, string][] = [
  [/<[@!][^>]*>|(?<![\w.])@[\p{L}\p{N}_-]+/gu, " ⟨mention⟩ "],
  [/<?\bhttps?:\/\/[^\s<>)\]]+>?/g, " ⟨link⟩ "],
  [/<#[^>]*>|(?<!\w)#[\p{L}][\p{L}\p{N}_-]*/gu, " ⟨channel⟩ "],
  [/(?<![\w:]):[a-z0-9_+-]{2,}:(?!\w)/gi, " ⟨emoji⟩ "],
  [/\p{Extended_Pictographic}\uFE0F?/gu, " ⟨emoji⟩ "],
  [/(?:\b(?:pr|mr|issue|ticket)\s)?(?<!\w)[#!]\d+\b|\b[A-Z]{2,10}-\d+\b|\bT\d{4,}\b/g, " ⟨ref⟩ "],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?\b/g, " ⟨date⟩ "],
  [/\b\d{1,2}[:h]\d\d(?::\d\d)?(?:\s?(?:utc|am|pm|cest|cet|bst|z))?\b(?!\s?%)/gi, " ⟨clock⟩ "],
  [/(?<![\w.])v?\d+(?:\.\d+){1,}(?:-[\w.]+)?(?!\s?(?:%|ms|s\b|k\b|gb|mb|tb|x\b))\b/gi, " ⟨version⟩ "],
  [/(?<![\w.])\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)/gi, " ⟨percent⟩ "],
  [/\b[1-5](?:\d\d|xx)s?\b(?=[^\d]|$)/gi, " ⟨status⟩ "],
  [/(?<![\w.])\d+(?:[.,]\d+)?\s?(?:min(?:ute)?s?|hours?|hrs?|h|days?|sec(?:ond)?s?|s|ms)\b/gi, " ⟨span⟩ "],
  [/(?<![\w.])\d+(?:[.,]\d+)?\s?(?:[kmgt]i?b(?:ps|\/s)?|[kmg]?bps|k|m|rps|qps|req\/s|\/s|x)\b/gi, " ⟨measure⟩ "],
  [/(?<![\w⟨])(?=[\w./-]*\d)(?=[\w./-]*[a-z])[a-z\d_][\w./:-]*\w/gi, " ⟨thing⟩ "],
  [/(?<![\w⟨])[a-z_][a-z_]*(?:[-_./][a-z_]+){2,}/gi, " ⟨thing⟩ "],
  [/(?<![\w⟨])[~+-]?\d+(?:[.,]\d+)*/g, " ⟨number⟩ "],
];

/** A sort, a word with what is inside it, or a mark that tells how a sentence is meant. */
const WORD = /⟨[a-z]+⟩|\p{L}[\p{L}\p{M}]*(?:['-]\p{L}+)*|[?!]+|\.{2,}|…|[,:;.()]/gu;
