import { until } from "../../annalist.ts";
import { chanceOf } from "./chance.ts";
import { startCluster } from "./cluster.ts";
import { faultsBy } from "./faults.ts";
import { startLoad } from "./load.ts";
import { whereaboutsOf } from "./whereabouts.ts";

export interface CampaignOptions {
  readonly brokers: readonly string[];
  /** A connection string. */
  readonly mongo: string;
  readonly faults: number;
  readonly seed: number;
  /** A shell command. */
  readonly restartBroker?: string | undefined;
  readonly tell: (line: string) => void;
  /** Asked before each fault: no more of them happen. */
  readonly isEnough?: () => boolean;
}

export interface CampaignReport {
  /** How often each fault happened. */
  readonly happened: ReadonlyMap<string, number>;
  readonly acknowledged: number;
  /** Acknowledged, and not stored. */
  readonly missing: readonly string[];
  /** Stored as more than one event. */
  readonly doubled: readonly string[];
  /** Stored, and never sent. */
  readonly invented: readonly string[];
}

const WEBHOOK_SENDERS = 4;
/** After a fault, so many events are acknowledged before the next: the cluster has to get on its feet again by itself. */
const ACKNOWLEDGED_BETWEEN = 20;
const RECOVERY_MS = 90_000;
const CATCHING_UP_MS = 240_000;

/** Lets faults happen under load, one after the other, then heals everything and compares what was acknowledged with what is stored. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const chance = chanceOf(options.seed);
  const faults = faultsBy(options.restartBroker);
  const happened = new Map<string, number>();
  const began = performance.now();
  await using cluster = await startCluster(options.brokers, options.mongo);
  const load = await startLoad(cluster, WEBHOOK_SENDERS);
  for (let number = 1; number <= options.faults && !options.isEnough?.(); number += 1) {
    const name = chance.oneOf([...faults.keys()]);
    const seconds = Math.round((performance.now() - began) / 1000);
    options.tell(`${seconds} s: ${number}/${options.faults} ${name} (${load.acknowledged.size} acknowledged)`);
    happened.set(name, (happened.get(name) ?? 0) + 1);
    await faults.get(name)?.(cluster, chance);
    const before = load.acknowledged.size;
    const isOnItsFeet = () => load.acknowledged.size >= before + ACKNOWLEDGED_BETWEEN;
    await until(`events are taken again after: ${name}`, isOnItsFeet, RECOVERY_MS);
  }
  await load.stop();
  // What it had taken when it was killed waits on its disk, as that of everybody else.
  await cluster.guest.start();
  options.tell(`${Math.round((performance.now() - began) / 1000)} s: no more faults, no more load`);
  const all = async () => {
    const stored = new Set(await cluster.titles());
    return [...load.acknowledged].every((title) => stored.has(title));
  };
  await until("everything is stored", all, CATCHING_UP_MS).catch((error: Error) => options.tell(error.message));
  const compared = compare(await cluster.titles(), load);
  for (const title of compared.missing) for (const line of whereaboutsOf(title, cluster.folders)) options.tell(line);
  return { happened, acknowledged: load.acknowledged.size, ...compared };
}

function compare(
  stored: readonly string[],
  { acknowledged, sent }: { readonly acknowledged: ReadonlySet<string>; readonly sent: ReadonlySet<string> },
): Pick<CampaignReport, "missing" | "doubled" | "invented"> {
  const times = new Map<string, number>();
  for (const title of stored) times.set(title, (times.get(title) ?? 0) + 1);
  return {
    missing: [...acknowledged].filter((title) => !times.has(title)),
    doubled: [...times].flatMap(([title, count]) => (count > 1 ? [title] : [])),
    invented: [...times.keys()].filter((title) => !sent.has(title)),
  };
}
