/**
 * A sign of two happenings in words for people (`hand same` is "by the same hand"). See pair-signs.ts for what signs there are; one that is
 * not known here is given as it is, in quotes. Numbers are places of ranges, told roughly.
 */
export function pairSignInWords(sign: string): string {
  for (const [pattern, say] of SIGNS) {
    const found = pattern.exec(sign);
    if (found) return say(found[1] ?? "", found[2] ?? "", found[3] ?? "");
  }
  return `“${sign}”`;
}

type Say = (first: string, second: string, third: string) => string;

const ACTS: Readonly<Record<string, string>> = {
  ...{ change: "a machine's change", answer: "an answered page", clear: "an alert's end", closing: "an end in a tool" },
  ...{ status: "a status post", declaration: "a declaration", relief: "word of relief", news: "word to the public" },
  ...{ trouble: "word of trouble", acceptance: "somebody taking it on", other: "a side step", message: "talk" },
  ...{ external: "word of others" },
};

const act = (name: string): string => ACTS[name] ?? `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;

const HANDS: Readonly<Record<string, string>> = {
  same: "by the same hand",
  other: "by another hand",
  none: "of no known hand",
};

const NUMBERS: Readonly<Record<string, string>> = {
  none: "naming no number",
  one: "a name with a number in one of them",
  apart: "naming other numbers",
  shared: "naming the same number",
};

const SECONDS: Readonly<Record<string, string>> = {
  meets: "who meets the same",
  agrees: "who agrees",
  confirms: "who confirms it",
};

const ROUGHLY = ["within seconds", "within a minute", "within three minutes", "within ten minutes"];
const SHARED = [
  "without telling words in common",
  "with a telling word in common",
  "with several rare words in common",
];

const SIGNS: readonly [RegExp, Say][] = [
  [/^(.+) > (.+), after, (\d)$/, (a, b, place) => `${act(a)}, ${ROUGHLY[Number(place)] ?? "much later"} ${act(b)}`],
  [/^(.+) > (.+), hand (\w+)$/, (a, b, hand) => `${act(a)}, then ${act(b)} ${HANDS[hand] ?? hand}`],
  [/^(.+) > (.+), words, (\d)$/, (a, b, place) => `${act(a)}, then ${act(b)} ${SHARED[Number(place)] ?? ""}`],
  [/^(.+) > (.+)$/, (a, b) => `${act(a)}, then ${act(b)}`],
  [/^gap (\d)$/, (place) => (Number(place) < 3 ? "at once" : Number(place) < 5 ? "minutes later" : "much later")],
  [/^hand (\w+)$/, (hand) => HANDS[hand] ?? hand],
  [/^words (\d)$/, (place) => SHARED[Math.ceil(Number(place) / 2)] ?? SHARED[2] ?? ""],
  [/^numbers (\w+)$/, (numbers) => NUMBERS[numbers] ?? numbers],
  [/^between (\d)$/, (count) => (count === "0" ? "nothing between them" : "others between them")],
  [/^seconds: (\w+)$/, (how) => SECONDS[how] ?? how],
];
