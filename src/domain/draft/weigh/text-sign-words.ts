/**
 * A sign of a text in words for people (`^ i restarted` is "it begins with “i restarted”"). See src/reading/trained/signs.ts for what signs
 * there are; one that is not known here is given as it is, in quotes.
 */
export function textSignInWords(sign: string): string {
  for (const [pattern, say] of SIGNS) {
    const found = pattern.exec(sign);
    if (found) return say(found[1] ?? "", found[2] ?? "");
  }
  return `“${plain(sign)}”`;
}

type Say = (first: string, second: string) => string;

/** What stands in the place of names, numbers and addresses, and the gap between two words. */
const plain = (words: string): string => words.replaceAll(/⟨(\p{L}+)⟩/gu, "($1)").replaceAll(" _ ", " … ");

const SIGNS: readonly [RegExp, Say][] = [
  [/^L:not (.+)$/, (name) => `${sortOf(name)}, denied`],
  [/^L:\^>?(.+)$/, (name) => `it begins with ${sortOf(name)}`],
  [/^L:\|>(.+)$/, (name) => `a clause begins with ${sortOf(name)}`],
  [/^L:(.+)>(.+)$/, (first, second) => `${sortOf(first)}, then ${sortOf(second)}`],
  [/^L:(.+)$/, (name) => sortOf(name)],
  [/^rule (.+)$/, (name) => `the rule “${name}”`],
  [/^ruled (\w+), not plain$/, (kind) => `by the rules ${kindWord(kind)}, not plainly stated`],
  [/^ruled (\w+), plain$/, (kind) => `by the rules ${kindWord(kind)}, plainly stated`],
  [/^ruled (\w+)$/, (kind) => `by the rules ${kindWord(kind)}`],
  [/^length:(-?\d+)$/, (place) => LENGTHS[Number(place)] ?? "it is very long"],
  [/^m:(.+)$/, (mark) => `the mark “${mark}”`],
  [/^\^ (?:(.+) )?-(ing|ed)$/, (word, ending) => `it begins with “${plain(word === "" ? "" : `${word} `)}…${ending}”`],
  [/^\^ (.+)$/, (words) => `it begins with “${plain(words)}”`],
  [/^(.+) \$$/, (words) => `it ends with “${plain(words)}”`],
  [/^-(\p{L}{3})$/u, (ending) => `a word that ends in “${ending}”`],
  [/^([^ ]+)-$/, (stem) => `a word that begins with “${stem}”`],
];

const kindWord = (kind: string): string => (kind === "message" ? "talk" : kind.replaceAll("_", " "));

const LENGTHS: readonly string[] = [
  "it is one word",
  "it is two words",
  ...["it is very short", "it is very short", "it is short", "it is a short sentence"],
  ...["it is a sentence or two", "it is long", "it is long"],
];

/** A class of words, in the form that it stands in. */
function sortOf(name: string): string {
  const [base = "", form = ""] = name.split("+");
  const sort = SORTS[base] ?? `a word of the sort “${base.replaceAll("_", " ")}”`;
  return form === "" || form === "s" ? sort : `${sort} (-${form})`;
}

const SORTS: Readonly<Record<string, string>> = {
  restart: "a word for restarting",
  stop: "a word for stopping",
  start: "a word for starting",
  revert: "a word for putting back",
  deploy: "a word for deploying",
  change: "a word for changing",
  scale: "a word for scaling",
  remove: "a word for removing",
  shed: "a word for shedding load",
  repair: "a word for repairing",
  move: "a word for moving",
  protect: "a word for silencing or holding",
  look: "a word for looking",
  find: "a word for finding",
  think: "a word for guessing",
  know: "a word for knowing",
  say: "a word for telling",
  public: "a word for what the public is told",
  ask: "a word for asking",
  promise: "a word of the future",
  past: "a word of the past",
  begin_time: "a word of time",
  done: "a word for done",
  works: "a word for working",
  again: "a word for again",
  improve: "a word for getting better",
  broken: "a word for broken",
  slow: "a word for slow",
  worse: "a word for getting worse",
  still: "a word for still",
  helpless: "a word that denies",
  users: "a word for users",
  us: "“we”",
  me: "“I”",
  you: "“you”",
  they: "“they”",
  it: "“it” or “this”",
  team: "a word for a team",
  page: "a word for calling somebody",
  own: "a word for taking it on",
  declare: "a word for declaring",
  close: "a word for closing",
  follow: "a word for follow-ups",
  cause: "a word for a cause",
  machine: "a word for a machine",
  store: "a word for a store of data",
  net: "a word for the network",
  code: "a word for code",
  measure: "a word for what is measured",
  number: "a number word",
  event: "a word for an event outside",
  decide: "a word for deciding",
  thanks: "a word of thanks",
  greet: "a greeting",
  joke: "a word of small talk",
  assent: "a yes or no",
};
