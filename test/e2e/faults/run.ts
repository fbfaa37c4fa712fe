import { parseArgs } from "node:util";
import { engine } from "../../engines.ts";
import { type CampaignReport, runCampaign } from "./campaign.ts";

/**
 * `npm run faults -- --count 200 --seed 7`: a long campaign of faults, against real engines; see engines.ts for how they are found. With `--minutes 20`
 * no fault happens after that time.
 *
 * It goes in rounds, each on a new cluster and on the next MongoDB server, and each with a seed of its own: whatever a round finds is found again by
 * that round alone.
 */
const FAULTS_A_ROUND = 25;

const { values } = parseArgs({
  options: { count: { type: "string" }, seed: { type: "string" }, minutes: { type: "string" } },
});
const endMs = performance.now() + Number(values.minutes ?? 24 * 60) * 60_000;
const brokers = engine("kafka");
const servers = [engine("mongodb"), engine("mongodb-java")].filter((url) => url !== null);
if (brokers === null || servers.length === 0) {
  console.error("A campaign needs a real Kafka (KAFKA_BROKERS) and a real MongoDB (MONGODB_URL).");
  process.exit(2);
}
const count = Number(values.count ?? 200);
const firstSeed = Number(values.seed ?? Date.now() % 2 ** 31);
const restartBroker = process.env["KAFKA_RESTART"];
if (!restartBroker) console.log("no broker is restarted: set KAFKA_RESTART to a command that does it");

const isEnough = () => performance.now() > endMs;
const reports: CampaignReport[] = [];
for (let done = 0; done < count && !isEnough(); done += FAULTS_A_ROUND) {
  const seed = firstSeed + reports.length;
  const faults = Math.min(FAULTS_A_ROUND, count - done);
  const mongo = servers[reports.length % servers.length] ?? "";
  console.log(`seed ${seed}: ${faults} faults on ${new URL(mongo).host}`);
  const report = await runCampaign({
    ...{ brokers: brokers.split(","), mongo, faults, seed, restartBroker, isEnough },
    tell: console.log,
  });
  reports.push(report);
  console.log(`seed ${seed}: ${inWords([report])}`);
  for (const title of wrong(report).slice(0, 20)) console.log(title);
}
const happened = Map.groupBy(
  reports.flatMap((report) => [...report.happened]),
  ([name]) => name,
);
for (const [name, times] of happened) console.log(`${times.reduce((sum, [, often]) => sum + often, 0)} × ${name}`);
console.log(`all, from seed ${firstSeed}: ${inWords(reports)}`);
process.exit(reports.some((report) => wrong(report).length > 0) ? 1 : 0);

function wrong({ missing, doubled, invented }: CampaignReport): string[] {
  return [...missing, ...doubled, ...invented];
}

function inWords(of: readonly CampaignReport[]): string {
  const sum = (size: (report: CampaignReport) => number) => of.reduce((all, report) => all + size(report), 0);
  const faults = sum(({ happened }) => [...happened.values()].reduce((all, often) => all + often, 0));
  const [acknowledged, missing] = [sum((one) => one.acknowledged), sum((one) => one.missing.length)];
  const [doubled, invented] = [sum((one) => one.doubled.length), sum((one) => one.invented.length)];
  return `${faults} faults, ${acknowledged} acknowledged, ${missing} missing, ${doubled} doubled, ${invented} invented`;
}
