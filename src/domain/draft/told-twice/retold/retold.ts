import { formatInstant } from "../../../time.ts";
import { type Known, openModel } from "../../../weights/linear.ts";
import { SignNumbers } from "../../../weights/signs.ts";
import { absorb, byStart, type Happening, stands } from "../../happenings/happening.ts";
import { isMessage } from "../../happenings/messages.ts";
import type { Voices } from "../../scene.ts";
import type { Pair } from "./pair.ts";
import { addPairSigns } from "./pair-signs.ts";
import { pairSignInWords } from "./pair-words.ts";
import { pairsAmong } from "./pairs.ts";
import weights from "./weights.json" with { type: "json" };

const model = openModel(weights);

/** From here on two are folded: of incidents that nothing was trained on, what folding a line too few and losing one that people want twice as much cost is least. */
const ONE = 0.4;

/** How many signs a reason names. */
const DECISIVE = 3;

/** Two that are likely one, and how likely. */
interface Judged {
  readonly pair: Pair;
  readonly likely: number;
}

/**
 * Folds what is told twice on the timeline: what a person says of what a machine or another tells as well becomes evidence of that line, or
 * takes it in. Each is folded into one that it is likely the same as itself, not into the friend of a friend. Returns what stands.
 */
export function foldRetold(happenings: readonly Happening[], voices: Voices): readonly Happening[] {
  const judged = judge(pairsAmong(happenings, voices)).sort(byLikelihood);
  const holders = new Set<Happening>();
  for (const one of judged) {
    const parts = part(one.pair, holders);
    if (!parts) continue;
    const [holder, retold] = parts;
    holders.add(holder);
    holder.reason += `; told_twice: ${inWords(one, retold)}`;
    if (isMessage(holder) && retold.sort === "clear") holder.kind = "recovery";
    absorb(holder, retold);
  }
  return holders.size === 0 ? happenings : happenings.filter(stands);
}

function judge(pairs: readonly Pair[]): Judged[] {
  const judged: Judged[] = [];
  for (const pair of pairs) {
    const likely = model.judge(knownOf(pair))[1] ?? 0;
    if (likely >= ONE) judged.push({ pair, likely });
  }
  return judged;
}

const signs = new SignNumbers();

function knownOf(pair: Pair): Known {
  signs.clear();
  addPairSigns(signs, pair);
  return model.known(signs);
}

function byLikelihood(a: Judged, b: Judged): number {
  return (
    b.likely - a.likely || byStart(a.pair.later.of, b.pair.later.of) || byStart(a.pair.earlier.of, b.pair.earlier.of)
  );
}

/** Which of two holds the other; undefined where one is folded already, each holds others, or what is left was marked by people. */
function part(pair: Pair, holders: ReadonlySet<Happening>): readonly [Happening, Happening] | undefined {
  const [first, second] = holderFirst(pair);
  if (!stands(first) || !stands(second) || (holders.has(first) && holders.has(second))) return undefined;
  const [holder, retold] = holders.has(second) ? [second, first] : [first, second];
  return isMessage(retold) && retold.marks.size > 0 ? undefined : [holder, retold];
}

const DEEDS: ReadonlySet<string> = new Set(["change", "mitigation", "rollback"]);

/**
 * Who speaks for both: a machine, unless it tells of an end that people see as relief, or of a failure that is their stop. Of two who say it
 * whoever does it, else the first.
 */
function holderFirst({ earlier, later }: Pair): readonly [Happening, Happening] {
  const [a, b] = [earlier.of, later.of];
  if (earlier.voice === "machine") return isSpokenFor(a, b) ? [b, a] : [a, b];
  if (later.voice === "machine") return isSpokenFor(b, a) ? [a, b] : [b, a];
  return DEEDS.has(b.kind) && !DEEDS.has(a.kind) ? [b, a] : [a, b];
}

const isSpokenFor = (machine: Happening, said: Happening): boolean =>
  machine.sort === "clear" || (machine.kind === "failed_attempt" && said.kind === "mitigation");

/** What signs are called. */
const called = new Map<string, string>();

function inWords({ pair, likely }: Judged, { at, event }: Happening): string {
  const tens = Math.min(90, 10 * Math.floor(10 * likely));
  const decisive = model.decisive(knownOf(pair), 1, DECISIVE);
  const words = new Set(decisive.map((sign) => called.getOrInsertComputed(sign, pairSignInWords)));
  return `what was told at ${formatInstant(at, event.precision)} is over ${tens} % likely the same (${[...words].join("; ")})`;
}
