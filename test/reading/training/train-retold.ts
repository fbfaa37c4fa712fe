import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openModel, type StoredModel } from "../../../src/domain/weights/linear.ts";
import { pieceOf, SignNumbers } from "../../../src/domain/weights/signs.ts";
import { type Example, learn, type Settings } from "./learn.ts";
import { storeModel } from "./store-model.ts";
import { type ToldPair, toldIncidents, toldPairs } from "./told-pairs.ts";

/**
 * Trains the judge of what is told twice on our own incidents and what people would write of them, prints how well it does on incidents that it
 * was not trained on, and writes its weights into src/. The same incidents and code give the same bytes. Usage: npm run train-retold
 */

const FILE = join(
  import.meta.dirname,
  "..",
  "..",
  "..",
  "src",
  "domain",
  "draft",
  "told-twice",
  "retold",
  "weights.json",
);

const CLASSES = ["two", "one"];
const SETTINGS: Settings = { rounds: 40, rate: 0.3, ridge: 1e-3, caution: 0.1, least: 5, counted: 10 };
const SIGNS = 1_000;
const FOLDS = 9;

const folders = await Promise.all(toldIncidents().map(toldPairs));
report(folders);
writeFileSync(FILE, `${JSON.stringify(train(folders.flat()))}\n`);

function train(pairs: readonly ToldPair[]): StoredModel {
  return storeModel(learn(pairs.map(exampleOf), CLASSES.length, SETTINGS), CLASSES, SIGNS);
}

/** What nobody wrote of, and what may be left out, says little of whether two are one. */
function exampleOf({ signs, isOne, isWanted }: ToldPair): Example {
  const target = isOne === true ? [0, 1] : [1, 0];
  return { signs, target, weight: isOne === true || isWanted ? 1 : 0.3 };
}

/** How many of those that are one are found, and how many wanted lines would be lost, by likelihood. */
function report(all: readonly (readonly ToldPair[])[]): void {
  const judged = all.flatMap((pairs, folder) => {
    const others = all.filter((_, other) => other % FOLDS !== folder % FOLDS);
    return { pairs, others, fold: folder % FOLDS };
  });
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    openModel(train(judged.find((one) => one.fold === fold)?.others.flat() ?? [])),
  );
  const likely = judged.flatMap(({ pairs, fold }) =>
    pairs.map((pair) => ({ pair, likely: judge(models[fold] as ReturnType<typeof openModel>, pair) })),
  );
  const ones = likely.filter(({ pair }) => pair.isOne === true).length;
  process.stdout.write(`${likely.length} pairs, of which ${ones} are one happening\n`);
  for (const at of [0.2, 0.35, 0.5, 0.7]) {
    const found = likely.filter((one) => one.likely >= at);
    const right = found.filter(({ pair }) => pair.isOne === true).length;
    const lost = found.filter(({ pair }) => pair.isOne === false && pair.isWanted).length;
    process.stdout.write(
      `from ${at}: ${right} found, ${lost} wanted lines lost, ${found.length - right - lost} others\n`,
    );
  }
}

function judge(model: ReturnType<typeof openModel>, { signs }: ToldPair): number {
  const numbers = new SignNumbers();
  for (const sign of signs) numbers.add(pieceOf(sign));
  return model.judge(model.known(numbers))[1] ?? 0;
}
