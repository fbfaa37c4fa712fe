import { describe, expect, it } from "vitest";
import { alternativesOf } from "../../src/reading/alternatives.ts";
import { beginningsOf } from "../../src/reading/beginnings.ts";
import { ENGLISH } from "../../src/reading/english/english.ts";
import { PatternIndex } from "../../src/reading/pattern-index.ts";
import { sentencesOf } from "../../src/reading/plain-text.ts";
import { readCorpus } from "./training/corpus.ts";

describe("the beginnings of a pattern's matches", () => {
  it.each<[RegExp, string[] | null]>([
    [/\b(?:restart|kill)ed\b/i, ["killed.", "restarte"]],
    [/\b(?:i|we)(?:'ve| have)? gone\b/i, ["i've.", "i.", "we've.", "we."]],
    [/\b(?:it's|it is) (?:up|back)\b/i, ["it's.", "it."]],
    [/\bno(?:body| one)?\b/i, ["no.", "nobody."]],
    [/\bgo\w+/i, ["go"]],
    [/\bgo(?:es)+ up/i, ["goes"]],
    [/\b(?<!can )see[ns]?\b/i, ["see.", "seen.", "sees."]],
    [/\b\d+ %/i, ["0"]],
    [/^(?:!?log|ask)\b/i, null],
    [/^ask\b|\btell\b/i, ["ask.", "tell."]],
    [/down\b/i, null],
    [/\b\w+ly down\b/i, null],
    [/\b(?:very )*down\b/i, ["down.", "very."]],
    [/\bmaß/iu, null],
  ])("%s", (pattern, beginnings) => {
    const found = beginningsOf(pattern);
    expect(found && [...found].sort()).toEqual(beginnings);
  });
});

describe("the alternatives of a pattern", () => {
  it.each<[RegExp, string[]]>([
    [/\b(?:went up|is (?:back|there))\b/i, ["\\bwent up\\b", "\\bis (?:back|there)\\b"]],
    [/\b(?:up|(?:down|off))\b|^[|)]x|a\|b/i, ["\\bup\\b", "\\bdown\\b", "\\boff\\b", "^[|)]x", "a\\|b"]],
    [/\b(?:i|we) went\b/i, ["\\b(?:i|we) went\\b"]],
    [/\b(?:i|we)?\b/i, ["\\b(?:i|we)?\\b"]],
    [/\b(?:(a)|b)\b/i, ["\\b(?:(a)|b)\\b"]],
  ])("%s", (pattern, sources) => {
    expect(alternativesOf(pattern).map(({ source }) => source)).toEqual(sources);
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

  it("matches what its patterns match: the first place, of equals the first alternative", () => {
    const index = new PatternIndex([/\b(?:went|we went up|we went)\b/i, /\b(?:up|down)\b/i]);
    expect(index.match(0, "then we went up")).toEqual({ index: 5, length: 10 });
    expect(index.match(1, "then we went up")).toEqual({ index: 13, length: 2 });
    expect(index.match(1, "then we went")).toBeNull();
    expect(index.matches(1, "we went up, then down")).toBe(true);
    expect(index.matches(1, "we went up, then down", "we went")).toBe(false);
  });

  it("misses no match of a language's patterns in the chats of the corpus, and gives none that is not there", () => {
    const { wordings, remarks, trouble, relapse, unchanged, guess, unreal, users } = ENGLISH;
    const patterns = [
      ...[...wordings, ...remarks].map(({ pattern }) => pattern),
      ...[trouble, relapse, unchanged, guess, unreal, users],
    ];
    const index = new PatternIndex(patterns);
    const sentences = readCorpus().flatMap(({ messages }) => messages.flatMap(({ say }) => sentencesOf(say)));
    const differing = sentences.filter((sentence) =>
      patterns.some((pattern, place) => {
        const found = pattern.exec(sentence);
        const match = index.match(place, sentence);
        return found?.index !== match?.index || found?.[0].length !== match?.length;
      }),
    );
    expect(sentences.length).toBeGreaterThan(1_000);
    expect(differing).toEqual([]);
  });
});
