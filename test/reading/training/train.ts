import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EntryKind } from "../../../src/domain/kinds.ts";
import { type Model, openModel, type StoredModel } from "../../../src/domain/weights/linear.ts";
import { pieceOf, SignNumbers } from "../../../src/domain/weights/signs.ts";
import { ENGLISH } from "../../../src/reading/english/english.ts";
import type { Trained } from "../../../src/reading/language.ts";
import { createGister } from "../../../src/reading/trained/gist.ts";
import { type Chat, readCorpus } from "./corpus.ts";
import { areaUnderCurve, bestCut, type Judged } from "./figures.ts";
import { type Example, learn, type Settings } from "./learn.ts";
import { type Seen, see, seeAround } from "./seen.ts";
import { storeModel } from "./store-model.ts";

/**
 * Trains the English reader and the weigher on the corpus, prints how well they do on chats that they were not trained on, and writes their
 * weights into src/. The same corpus and code give the same bytes. Usage: npm run train
 */

const SRC = join(import.meta.dirname, "..", "..", "..", "src");

const LINES = ["no", "yes"];
/** Talk first, as the reader expects. */
const KINDS = ["message", ...EntryKind.enum.filter((kind) => SPOKEN(kind))];
function SPOKEN(kind: string): boolean {
  return !["message", "alert", "alert_cleared", "page"].includes(kind);
}

const STATED = KINDS.slice(1);

interface Weigher {
  readonly worth: StoredModel;
  readonly kinds: StoredModel;
}

const WORTH: Settings = { rounds: 8, rate: 0.2, ridge: 1e-3, caution: 0.1, least: 2, counted: 4 };
const KIND: Settings = { rounds: 8, rate: 0.3, ridge: 2e-4, caution: 0.1, least: 2, counted: 3 };
const AROUND: Settings = { rounds: 12, rate: 0.1, ridge: 1e-3, caution: 0.1, least: 8, counted: 6 };
const KIND_AROUND: Settings = AROUND;
/** How many signs are kept: more change no figure in its second place. */
const SIGNS = { worth: 8_000, kinds: 16_000, around: 2_000 };
const FOLDS = 8;

interface SeenChat {
  readonly chat: Chat;
  readonly seen: readonly Seen[];
}

const chats = readCorpus().map((chat): SeenChat => ({ chat, seen: chat.messages.map(see) }));
const around: { readonly signs: string[][]; readonly of: SeenChat }[] = [];
const byWords: Judged[] = [];
for (let fold = 0; fold < FOLDS; fold++) {
  const [others, own] = parted(chats, fold);
  const gists = gisterOf(trainWords(others));
  for (const of of own) {
    const found = of.seen.map((one) => gists(one.message.say, one.ruled));
    around.push({ signs: seeAround(of.chat, found), of });
    byWords.push(...found.map(({ worth }, index) => ({ keep: of.chat.messages[index]?.keep ?? 0, likely: worth })));
  }
}
report("by words alone", byWords);
report("in their surroundings", judgedAround());
reportKinds();

const trained = trainWords(chats);
const weigher: Weigher = { worth: trainAround(around), kinds: trainKindsAround(around) };
writeFileSync(join(SRC, "reading", "english", "trained.json"), `${JSON.stringify(trained)}\n`);
writeFileSync(join(SRC, "domain", "draft", "weigh", "weights.json"), `${JSON.stringify(weigher)}\n`);

function parted<T>(all: readonly T[], fold: number): [T[], T[]] {
  return [all.filter((_, index) => index % FOLDS !== fold), all.filter((_, index) => index % FOLDS === fold)];
}

function trainWords(of: readonly SeenChat[]): Trained {
  const seen = of.flatMap((one) => one.seen);
  const worth = seen.map(({ message, signs }): Example => ({ signs, target: lineOrNot(message.keep), weight: 1 }));
  const kinds = seen.map(
    ({ message, signs }): Example => ({
      signs,
      target: KINDS.map((kind) => Number(kind === message.kind)),
      weight: message.kind === "message" ? 0.4 : 1,
    }),
  );
  return {
    worth: storeModel(learn(worth, LINES.length, WORTH), LINES, SIGNS.worth),
    kinds: storeModel(learn(kinds, KINDS.length, KIND), KINDS, SIGNS.kinds),
  };
}

function trainAround(of: typeof around): StoredModel {
  const examples = of.flatMap(({ signs, of: { chat } }) =>
    chat.messages.map(
      ({ keep }, index): Example => ({ signs: signs[index] ?? [], target: lineOrNot(keep), weight: 1 }),
    ),
  );
  return storeModel(learn(examples, LINES.length, AROUND), LINES, SIGNS.around);
}

/** Of what is not talk, what it is: among what is said around it that is easier to tell. */
function trainKindsAround(of: typeof around): StoredModel {
  const examples = of.flatMap(({ signs, of: { chat } }) =>
    chat.messages.flatMap(({ keep, kind }, index): Example[] => {
      const target = STATED.map((one) => Number(one === kind));
      return kind === "message" ? [] : [{ signs: signs[index] ?? [], target, weight: keep === 0 ? 0.5 : 1 }];
    }),
  );
  return storeModel(learn(examples, STATED.length, KIND_AROUND), STATED, SIGNS.around);
}

/** What may stand counts half. */
function lineOrNot(keep: number): number[] {
  return [1 - keep / 2, keep / 2];
}

function gisterOf(words: Trained): ReturnType<typeof createGister> {
  return createGister({ ...ENGLISH, trained: words });
}

function judgedAround(): Judged[] {
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const [others, own] = parted(around, fold);
    const model = openModel(trainAround(others));
    for (const { signs, of } of own)
      judged.push(
        ...signs.map((one, index) => ({
          keep: of.chat.messages[index]?.keep ?? 0,
          likely: judgeNamed(model, one)[1] ?? 0,
        })),
      );
  }
  return judged;
}

function judgeNamed(model: Model, names: readonly string[]): Float64Array {
  const signs = new SignNumbers();
  for (const name of names) signs.add(pieceOf(name));
  return model.judge(model.known(signs));
}

function report(name: string, judged: readonly Judged[]): void {
  const { at, recall, precision, f1 } = bestCut(judged);
  const figures = `area ${areaUnderCurve(judged).toFixed(3)}, best F1 ${f1.toFixed(3)} (recall ${recall.toFixed(2)}, precision ${precision.toFixed(2)}) at ${at.toFixed(2)}`;
  process.stdout.write(`${judged.length} messages ${name}: ${figures}\n`);
}

/** How often the kind of a line is told right, by words alone and among what is around it. */
function reportKinds(): void {
  let [lines, right] = [0, 0];
  for (let fold = 0; fold < FOLDS; fold++) {
    const [others, own] = parted(around, fold);
    const model = openModel(trainKindsAround(others));
    for (const { signs, of } of own)
      for (const [index, { keep, kind }] of of.chat.messages.entries()) {
        if (keep !== 2) continue;
        const likely = judgeNamed(model, signs[index] ?? []);
        lines++;
        if (STATED[likely.indexOf(Math.max(...likely))] === kind) right++;
      }
  }
  process.stdout.write(`${lines} lines: the kind is right of ${((100 * right) / lines).toFixed(0)} %\n`);
}
