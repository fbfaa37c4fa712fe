import { expect, it } from "vitest";
import type { Source } from "../../src/ingest/source.ts";
import type { SourceKind } from "../../src/sources/lib/define.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { NOW, openWorld, SECRET } from "../ingest/world.ts";
import { type Case, caseKinds, casesOf } from "../sources/cases.ts";
import { send } from "../sources/sign.ts";
import { mutate, randomFrom } from "./mutate.ts";

const BODIES = Number(process.env["ANNALIST_MUTATED_BODIES"] ?? 20_000);
/** So many are sent at once: they share a commit. */
const TOGETHER = 100;
const SEED = Number(process.env["ANNALIST_SEED"] ?? Date.now() % 2 ** 31);

it(`survives ${BODIES} mutated bodies over all kinds (seed ${SEED})`, { timeout: 600_000 }, async () => {
  console.log(`seed ${SEED}: set ANNALIST_SEED to run these bodies again`);
  const random = randomFrom(SEED);
  const kinds = await loadSources();
  const cases = caseKinds()
    .flatMap(casesOf)
    .filter(({ body }) => body.length > 0);
  const sources: Source[] = [...kinds.values()].map((kind) => ({
    ...{ name: kind.name, keyName: kind.name, kind, options: {} },
    auth: [{ kind: kind.auth[0] ?? "hmac", value: SECRET }],
  }));
  const world = openWorld({ sources });
  const bodiesOf = Map.groupBy(cases, ({ kind }) => kind);
  expect([...bodiesOf.keys()].sort()).toEqual([...kinds.keys()].sort());
  const answers = new Map<number, number>();
  const tried = new Map<string, number>();
  const post = async (): Promise<void> => {
    const golden = cases[Math.floor(random() * cases.length)] as Case;
    const others = (bodiesOf.get(golden.kind) ?? []).map(({ body }) => body);
    const body = mutate(golden.body, random, others);
    const kind = kinds.get(golden.kind) as SourceKind;
    const proof = send(kind, { [kind.auth[0] ?? "hmac"]: SECRET }, "right", body, String(NOW / 1e6));
    const answer = await world.app.inject({
      ...{ method: "POST", url: `/webhooks/${kind.name}?token=${proof.urlToken ?? ""}`, payload: proof.body },
      headers: { "content-type": "application/json", ...golden.request.headers, ...proof.headers },
    });
    // Where the secret stands in the body, a mutation may well have broken it.
    if (answer.statusCode === 401 && kind.tokenField !== undefined) return;
    answers.set(answer.statusCode, (answers.get(answer.statusCode) ?? 0) + 1);
    tried.set(kind.name, (tried.get(kind.name) ?? 0) + 1);
  };
  for (let n = 0; n < BODIES; n += TOGETHER) await Promise.all(Array.from({ length: TOGETHER }, post));
  await world.ingest.drained();
  const failed = (await world.store.listQuarantine()).filter(({ code }) => code === "source_failed");
  console.log(Object.fromEntries(answers), Object.fromEntries(tried), `${failed.length} broke a source`);
  expect([...answers.keys()].filter((status) => ![200, 202, 413].includes(status))).toEqual([]);
  expect(failed).toEqual([]);
  expect([...tried.keys()].sort()).toEqual([...kinds.keys()].sort());
  await world.close();
});
