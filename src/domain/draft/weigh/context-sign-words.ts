/**
 * A sign of a message's surroundings in words for people (`gap before 4` is "minutes of silence before it"). See signs.ts for what signs
 * there are; one that is not known here is given as it is, in quotes. The numbers of a sign are places of ranges that training may choose
 * anew: they are told roughly.
 */
export function contextSignInWords(sign: string): string {
  for (const [pattern, say] of SIGNS) {
    const found = pattern.exec(sign);
    if (found) return say(found[1] ?? "", found[2] ?? "");
  }
  return `“${sign}”`;
}

type Say = (first: string, second: string) => string;

const FAMILIES: Readonly<Record<string, string>> = {
  deed: "a deed",
  state: "a state",
  finding: "a finding",
  plan: "a plan",
  word: "a word to others",
  other: "something else",
};

const family = (name: string): string => FAMILIES[name] ?? name;
const kind = (name: string): string => (name === "message" ? "talk" : name.replaceAll("_", " "));

/** Low places of a range, or high ones. */
const grade = (place: string, from: number, low: string, high: string): string => (Number(place) < from ? low : high);

const often = (place: string): string => grade(place, 2, "seldom", "often");
const soon = (place: string): string => {
  if (place === "none") return "never";
  return ["within seconds", "within a minute", "within minutes"][Number(place)] ?? "much later";
};

const LINE_WORTHY = "is worth a line itself";

const SIGNS: readonly [RegExp, Say][] = [
  [/^worth (\d)$/, (place) => `its words alone speak ${grade(place, 4, "against a line", "for a line")}`],
  [
    /^(\w+) worth (\d)$/,
    (of, place) => `${family(of)} in words that speak ${grade(place, 2, "against a line", "for one")}`,
  ],
  [/^kind (\w+)$/, (of) => `it is most likely ${kind(of)}`],
  [/^maybe (\w+) (\d)$/, (of, place) => `it is ${grade(place, 2, "perhaps", "likely")} ${kind(of)}`],
  [/^ruled (\w+), plain$/, (of) => `by the rules ${kind(of)}, plainly stated`],
  [/^ruled (\w+)$/, (of) => `by the rules ${kind(of)}`],
  [/^states (\d)$/, (place) => `its words ${grade(place, 3, "hardly state anything", "state something")}`],
  [/^length (\d)$/, (place) => `it is ${grade(place, 2, "short", Number(place) > 4 ? "long" : "a sentence or two")}`],
  [/^plain, (\w+)$/, (of) => `it plainly states ${family(of)}`],
  [/^asks, \w+$/, () => "it asks"],
  [/^reply, \w+$/, () => "it is an answer in a thread"],
  [/^aside, \w+$/, () => "it is not in the main channel"],
  [/^speaks (\d) of \d$/, (place) => `its author speaks ${often(place)}`],
  [
    /^speaker's worth (\d)$/,
    (place) => `what else its author says ${grade(place, 4, "is seldom", "is often")} worth a line`,
  ],
  [/^first words, \w+$/, () => "the first words of its author"],
  [/^own before (\d|none)( same kind)?$/, (gap, same) => ownBefore(gap, same)],
  [
    /^own before worth (\d), \w+$/,
    (place) => `what its author said just before ${grade(place, 2, "is worth no line", LINE_WORTHY)}`,
  ],
  [
    /^own after (\d|none)( same kind)?$/,
    (gap, same) => `its author goes on ${soon(gap)}${same === "" ? "" : " with the same"}`,
  ],
  [/^own after is worth more, \w+$/, () => "what its author says next is worth more"],
  [/^gap before (\d|none)$/, (gap) => (gap === "none" ? "nobody spoke before it" : silence(gap, "before"))],
  [/^gap after (\d|none)$/, (gap) => (gap === "none" ? "nobody spoke after it" : silence(gap, "after"))],
  [/^answers, \w+$/, () => "it answers a question"],
  [/^after a (\w+), \w+$/, (of) => `it follows on ${kind(of)}`],
  [
    /^after (deed|state|finding|plan|word|other) (\d), \w+$/,
    (of, place) => `it follows on ${family(of)} that ${worth(place)}`,
  ],
  [/^two before (\w+) (\d)$/, (of, place) => `two before it stands ${family(of)} that ${worth(place)}`],
  [/^then (\w+) (\d), \w+$/, (of, place) => `then comes ${family(of)} that ${worth(place)}`],
  [/^before is worth more$/, () => "what was said before it is worth more"],
  [/^after is worth more$/, () => "what is said after it is worth more"],
  [
    /^same kind before (\d), \w+$/,
    (place) => `${grade(place, 2, "little", "much")} of its kind was said shortly before`,
  ],
  [/^same kind after (\d), \w+$/, (place) => `${grade(place, 2, "little", "much")} of its kind is said shortly after`],
  [/^said already (\d)$/, (place) => grade(place, 2, "it was not said before", "it was said before")],
  [/^new words (\d)$/, (place) => grade(place, 2, "it says nothing new", "it says something new")],
  [/^machine tells the same (\d)$/, (place) => `a machine tells the same ${near(place)}`],
  [/^machine (\w+) (\d), \w+$/, (of, place) => `a machine's ${kind(of)} ${near(place)}`],
  [/^no machine near, \w+$/, () => "no machine tells anything near it"],
  [/^before the start, \w+$/, () => "it comes before the start"],
  [
    /^minutes in (\d), \w+$/,
    (place) =>
      `it comes ${grade(place, 3, "early in", Number(place) < 5 ? "in the midst of" : "late in")} the incident`,
  ],
  [/^after the end, \w+$/, () => "it comes after the end"],
];

const worth = (place: string): string =>
  grade(place, 1, "is worth no line", Number(place) > 1 ? LINE_WORTHY : "may be worth a line");

const near = (place: string): string => ["within a minute of it", "within minutes of it"][Number(place)] ?? "around it";

const silence = (gap: string, side: "before" | "after"): string =>
  grade(gap, 2, `talk goes on right ${side} it`, `there is silence ${side} it`);

function ownBefore(gap: string, same: string): string {
  const what = same === "" ? "its author spoke" : "its author said the like";
  return `${what} ${Number(gap) < 2 ? "just before" : "some time before"}`;
}
