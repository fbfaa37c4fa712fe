import type { Service } from "../domain/settings.ts";
import { didYouMean } from "./nearest.ts";
import type { Finding } from "./problem.ts";

/**
 * What in the service catalogue is probably not meant: names that stand for several services, and dependencies on none.
 *
 * @param services null: one that cannot be looked at. @param names all names and aliases, also of those
 */
export function checkCatalogue(services: Services, names: readonly string[]): Finding[] {
  return [...checkNames(services), ...checkDependencies(services, names)];
}

type Services = readonly (Service | null)[];

function checkNames(services: Services): Finding[] {
  const findings: Finding[] = [];
  const holders = new Map<string, number>();
  for (const [index, service] of services.entries()) {
    for (const [number, name] of namesOf(service).entries()) {
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

const namesOf = (service: Service | null): string[] => (service ? [service.name, ...(service.aliases ?? [])] : []);

function checkDependencies(services: Services, written: readonly string[]): Finding[] {
  const names = services.flatMap((service) => service?.name ?? []);
  const known = new Set(written.map((name) => name.toLowerCase()));
  const findings: Finding[] = [];
  for (const [index, service] of services.entries()) {
    for (const [number, dependency] of (service?.dependsOn ?? []).entries()) {
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
