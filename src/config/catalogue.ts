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
  return services.flatMap((service, index) =>
    (service.dependsOn ?? []).flatMap((dependency, number) =>
      known.has(dependency.toLowerCase())
        ? []
        : [
            {
              path: ["services", index, "dependsOn", number],
              what: `"${dependency}" is no service of this catalogue`,
              remedy: didYouMean(dependency, names),
            },
          ],
    ),
  );
}
