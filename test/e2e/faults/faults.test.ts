import { describe, expect, it } from "vitest";
import { engine } from "../../engines.ts";
import { runCampaign } from "./campaign.ts";

const brokers = engine("kafka");
const mongo = engine("mongodb") ?? engine("mongodb-java");
/** Another campaign each time; a failed one tells its seed. */
const seed = Number(process.env["ANNALIST_SEED"] ?? Date.now() % 2 ** 31);
const FAULTS = 3;

describe.skipIf(brokers === null || mongo === null)("a cluster under load", () => {
  it(`loses and doubles nothing over ${FAULTS} faults`, { timeout: 900_000 }, async () => {
    const course: string[] = [];
    const report = await runCampaign({
      ...{ brokers: (brokers ?? "").split(","), mongo: mongo ?? "", faults: FAULTS, seed },
      restartBroker: process.env["KAFKA_RESTART"],
      tell: (line) => void course.push(line),
    });
    const said = `seed ${seed}\n${course.join("\n")}`;
    console.log(`${said}\n${report.acknowledged} acknowledged`);
    expect(report, said).toMatchObject({ missing: [], doubled: [], invented: [] });
    expect(report.acknowledged).toBeGreaterThan(FAULTS * 20);
  });
});
