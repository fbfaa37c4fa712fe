import type { Service } from "../domain/settings.ts";
import { didYouMean } from "./nearest.ts";
import type { Finding } from "./problem.ts";

/** What in the service catalogue is probably not meant: names that stand for several services, and dependencies on none. */
export function checkCatalogue(services: readonly Service[]): Finding[] {
  return [...checkNames(services), ...checkDependencies(services)];
}

function checkNames(services: readonly Service[]): Finding[] {
  const findings: Finding[] = [];
  const holders = new Map<string, number>();
  for (const [index, service] of services.entries()) {
    const names = [service.name, ...(service.aliases ?? [])];
    for (const [number, name] of names.entries()) {
      const holder = holders.get(name.toLowerCase());
      if (holder === undefined) holders.set(name.toLowerCase(), index);
      else if (holder !== index) {
        findings.push({
          path: number === 0 ? ["services", index, "name"] : ["services", index, "aliases", number - 1],
          what: `"${name}" stands for services[${holder}] (${services[holder]?.name}) too`,
          remedy: "An event that names it counts for both; rename one if that is not meant",
        });
      }
    }
  }
  return findings;
}

function checkDependencies(services: readonly Service[]): Finding[] {
  const names = services.map(({ name }) => name);
  const known = new Set(
    services.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]).map((name) => name.toLowerCase()),
  );
  const findings: Finding[] = [];
  for (const [index, { dependsOn = [] }] of services.entries()) {
    for (const [number, dependency] of dependsOn.entries()) {
      if (known.has(dependency.toLowerCase())) continue;
      const what = `"${dependency}" is no service of this catalogue`;
      const remedy = findings.length < MOST_GUESSES ? didYouMean(dependency, names) : "Add it, or remove it here";
      findings.push({ path: ["services", index, "dependsOn", number], what, remedy });
    }
  }
  return findings;
}

/** A guess looks at every name of the catalogue. Nobody who has more to mend reads them. */
const MOST_GUESSES = 50;
