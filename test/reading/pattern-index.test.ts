import { describe, expect, it } from "vitest";
import { alternativesOf } from "../../src/reading/alternatives.ts";
import { ENGLISH } from "../../src/reading/english/english.ts";
import { needsOf } from "../../src/reading/needs.ts";
import { PatternIndex } from "../../src/reading/pattern-index.ts";
import { sentencesOf } from "../../src/reading/plain-text.ts";
import { readCorpus } from "./training/corpus.ts";

const COMMON = new Set(["i", "we", "is", "have"]);

describe("what a pattern needs of a text", () => {
  it.each<[RegExp, string[][]]>([
    [/\b(?:restart|kill)ed\b/i, [["killed", "restar"]]],
    [/\b(?:i|we)(?:'ve| have)? gone\b/i, [["gone."]]],
    [/\b(?:i|we) have\b/i, [["have."], ["i.", "we."]]],
    [
      /\b(?:it's|it is) (?:up|back)\b/i,
      [
        ["it's.", "it."],
        ["back.", "up."],
      ],
    ],
    [/\bno(?:body| one)?\b/i, [["no.", "nobody"]]],
    [/\bgo\w+/i, [["go"]]],
    [/\bgo(?:es)+ up/i, [["goes"], ["up"]]],
    [/\b(?<!can )see[ns]?\b/i, [["see.", "seen.", "sees."]]],
    [/\b\d+ %/i, [["%"]]],
    [/^(?:!?log|ask)\b/i, [["ask.", "log."]]],
    [/^!log\b/i, [["!"], ["log."]].reverse()],
    [/^ask\b|\btell\b/i, [["ask.", "tell."]]],
    [/^ask us\b|\btell\b/i, [["ask.", "tell."]]],
    [/down\b/i, []],
    [/\bgo down|x/i, []],
    [/\b\w+ly down\b/i, [["down."]]],
    [/\b(?:very )*down\b/i, [["down."]]],
    [/\b(?:very )*/i, []],
    [
      /[,;] (?:so |now )?(?:stop|go)\b/i,
      [
        ["go.", "stop."],
        [",", ";"],
      ],
    ],
    [/^\W*(?:ok\W+){0,2}(?:done|'t was)\b/i, [["done.", "t."]]],
    [/\bis\b(?:'s| up)/i, [["s", "up"]]],
    [/\bmaß/iu, []],
  ])("%s", (pattern, needs) => {
    expect(needsOf(pattern, COMMON).map((need) => [...need].sort())).toEqual(needs);
  });

  it("is told by fewer letters where it is much", () => {
    const verbs = [..."abcdefghij"].flatMap((one) => [..."abcdefghij"].map((two) => `verb${one}${two}`));
    const [need] = needsOf(new RegExp(`\\b(?:${verbs.join("|")})\\b`, "i"), COMMON);
    expect(need).toEqual(new Set(["verb"]));
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
    const index = new PatternIndex([/\b(?:i|we) went\b/i, /\bit'?s up\b/i, /\b5 %/i, /down/i], COMMON);
    const may = (text: string) => [...index.mayMatch(text)].join("");
    expect(may("I went")).toBe("1001");
    expect(may("in went")).toBe("1001");
    expect(may("I go")).toBe("0001");
    expect(may("(it's up)")).toBe("0101");
    expect(may("fit's up")).toBe("0001");
    expect(may("at 5 %")).toBe("0011");
    expect(may("")).toBe("0001");
  });

  it("matches what its patterns match: the first place, of equals the first alternative", () => {
    const index = new PatternIndex([/\b(?:went|we went up|we went)\b/i, /\b(?:up|down)\b/i], COMMON);
    expect(index.match(0, "then we went up")).toEqual({ index: 5, length: 10 });
    expect(index.match(1, "then we went up")).toEqual({ index: 13, length: 2 });
    expect(index.match(1, "then we went")).toBeNull();
    expect(index.matches(1, "we went up, then down")).toBe(true);
    expect(index.matchesIn(1, "we went up, then down", "we went")).toBe(false);
  });

  it("answers about any text at any time", () => {
    const index = new PatternIndex([/\bup\b/i, /\bdown\b/i], COMMON);
    const texts = ["up", "down", "up and down", "neither", "went up", "went down", "Up!"];
    for (const text of [...texts, ...texts.toReversed(), ...texts.flatMap((one) => ["up", one])]) {
      expect([0, 1].map((place) => index.matches(place, text))).toEqual([/up/i, /down/].map((word) => word.test(text)));
      expect(index.match(1, text)?.index ?? -1).toBe(text.indexOf("down"));
    }
  });

  it("misses no match of a language's patterns in the chats of the corpus, and gives none that is not there", () => {
    const { wordings, remarks, trouble, relapse, unchanged, guess, unreal, users, question, instructs } = ENGLISH;
    const patterns = [
      ...[...wordings, ...remarks].map(({ pattern }) => pattern),
      ...[trouble, relapse, unchanged, guess, unreal, users, question, instructs],
    ];
    const index = new PatternIndex(patterns, ENGLISH.common);
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
