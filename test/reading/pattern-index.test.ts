import { describe, expect, it } from "vitest";
import { beginningsOf } from "../../src/reading/beginnings.ts";
import { ENGLISH } from "../../src/reading/english/english.ts";
import { PatternIndex } from "../../src/reading/pattern-index.ts";
import { sentencesOf } from "../../src/reading/plain-text.ts";
import { readCorpus } from "./training/corpus.ts";

describe("the beginnings of a pattern's matches", () => {
  it.each<[RegExp, string[] | null]>([
    [/\b(?:restart|kill)ed\b/i, ["kill", "rest"]],
    [/\b(?:i|we)(?:'ve| have)? gone\b/i, ["i've", "i.", "we'v", "we."]],
    [/\b(?:it's|it is) (?:up|back)\b/i, ["it's", "it."]],
    [/\bno(?:body| one)?\b/i, ["no.", "nobo"]],
    [/\bgo\w+/i, ["go"]],
    [/\bgo(?:es)+ up/i, ["goes"]],
    [/\b(?<!can )see[ns]?\b/i, ["see.", "seen", "sees"]],
    [/\b\d+ %/i, ["0"]],
    [/^(?:!?log|ask)\b/i, null],
    [/^ask\b|\btell\b/i, ["ask.", "tell"]],
    [/down\b/i, null],
    [/\b\w+ly down\b/i, null],
    [/\b(?:very )*down\b/i, ["down", "very"]],
    [/\bmaß/iu, null],
  ])("%s", (pattern, beginnings) => {
    const found = beginningsOf(pattern);
    expect(found && [...found].sort()).toEqual(beginnings);
  });
});

describe("an index of patterns", () => {
  it("leaves out what cannot match, and nothing that does", () => {
    const index = new PatternIndex([/\b(?:i|we) went\b/i, /\bit'?s up\b/i, /\b5 %/i, /down/i]);
    const may = (text: string) => [...index.mayMatch(text)].join("");
    expect(may("I went")).toBe("1001");
    expect(may("in went")).toBe("0001");
    expect(may("(it's up)")).toBe("0101");
    expect(may("fit's up")).toBe("0001");
    expect(may("at 5 %")).toBe("0011");
    expect(may("")).toBe("0001");
  });

  it("misses no match of a language's patterns in the chats of the corpus", () => {
    const { wordings, remarks, trouble, relapse, unchanged } = ENGLISH;
    const patterns = [...[...wordings, ...remarks].map(({ pattern }) => pattern), trouble, relapse, unchanged];
    const index = new PatternIndex(patterns);
    const sentences = readCorpus().flatMap(({ messages }) => messages.flatMap(({ say }) => sentencesOf(say)));
    const missed = sentences.flatMap((sentence) => {
      const may = index.mayMatch(sentence);
      return patterns.filter((pattern, place) => may[place] === 0 && pattern.test(sentence)).map(() => sentence);
    });
    expect(sentences.length).toBeGreaterThan(1_000);
    expect(missed).toEqual([]);
  });
});
