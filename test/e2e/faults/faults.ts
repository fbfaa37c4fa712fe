import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Chance } from "./chance.ts";
import type { Cluster, Member } from "./cluster.ts";

/** Something that goes wrong for a while. Resolves when all that it hurt is up again. */
export type Fault = (cluster: Cluster, chance: Chance) => Promise<void>;

const ended =
  (signal: "SIGKILL" | "SIGTERM", victim: (cluster: Cluster, chance: Chance) => Member): Fault =>
  async (cluster, chance) => {
    const member = victim(cluster, chance);
    await member.end(signal);
    await sleep(chance.between(0, 2_000));
    await member.start();
  };

const frozen =
  (victim: (cluster: Cluster, chance: Chance) => Member, longestMs: number): Fault =>
  async (cluster, chance) => {
    const served = victim(cluster, chance).served();
    served?.signal("SIGSTOP");
    await sleep(chance.between(200, longestMs));
    served?.signal("SIGCONT");
  };

const front = ({ front: member }: Cluster): Member => member;
const worker = ({ workers }: Cluster, chance: Chance): Member => chance.oneOf(workers);

const storeCut: Fault = async ({ store }, chance) => {
  store.cut();
  await sleep(chance.between(200, 5_000));
  store.restore();
};

const sharedOutAnew: Fault = async ({ guest }, chance) => {
  await guest.start();
  await sleep(chance.between(0, 3_000));
  await guest.end(chance.oneOf(["SIGTERM", "SIGKILL"]));
};

const brokerRestarted =
  (command: string): Fault =>
  async () => {
    await promisify(execFile)("sh", ["-c", command]);
  };

/**
 * Everything that may go wrong, by name.
 *
 * @param restartBroker a shell command that restarts a broker; without one no broker is restarted
 */
export function faultsBy(restartBroker: string | undefined): ReadonlyMap<string, Fault> {
  const faults = new Map<string, Fault>([
    ["kill the front door", ended("SIGKILL", front)],
    ["kill a worker", ended("SIGKILL", worker)],
    ["restart the front door", ended("SIGTERM", front)],
    ["restart a worker", ended("SIGTERM", worker)],
    ["freeze the front door", frozen(front, 4_000)],
    ["freeze a worker", frozen(worker, 8_000)],
    ["cut off the store", storeCut],
    ["share out the partitions anew", sharedOutAnew],
  ]);
  if (restartBroker) faults.set("restart a broker", brokerRestarted(restartBroker));
  return faults;
}
