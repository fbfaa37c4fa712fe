import { parseArgs } from "node:util";
import { engine } from "../../engines.ts";
import { runCampaign } from "./campaign.ts";

/**
 * `npm run faults -- --count 200 --seed 7`: a long campaign of faults, against real engines; see engines.ts for how they are found. With `--minutes 20`
 * no fault happens after that time.
 */
const { values } = parseArgs({
  options: { count: { type: "string" }, seed: { type: "string" }, minutes: { type: "string" } },
});
const endMs = performance.now() + Number(values.minutes ?? 24 * 60) * 60_000;
const [brokers, mongo] = [engine("kafka"), engine("mongodb") ?? engine("mongodb-java")];
if (brokers === null || mongo === null) {
  console.error("A campaign needs a real Kafka (KAFKA_BROKERS) and a real MongoDB (MONGODB_URL).");
  process.exit(2);
}
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const restartBroker = process.env["KAFKA_RESTART"];
console.log(
  `seed ${seed}${restartBroker ? "" : "; no broker is restarted: set KAFKA_RESTART to a command that does it"}`,
);
const { happened, acknowledged, missing, doubled, invented } = await runCampaign({
  ...{ brokers: brokers.split(","), mongo, faults: Number(values.count ?? 200), seed, restartBroker },
  tell: console.log,
  isEnough: () => performance.now() > endMs,
});
for (const [name, count] of happened) console.log(`${count} × ${name}`);
console.log(
  `seed ${seed}: ${acknowledged} acknowledged, ${missing.length} missing, ${doubled.length} doubled, ${invented.length} invented`,
);
for (const title of [...missing, ...doubled, ...invented].slice(0, 20)) console.log(title);
process.exit(missing.length + doubled.length + invented.length === 0 ? 0 : 1);
