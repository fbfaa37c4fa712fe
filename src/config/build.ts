import { reasonOf } from "../domain/outcome.ts";
import type { SourceRegistry } from "../sources/lib/load.ts";
import { checkCatalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { makeKafka } from "./kafka.ts";
import { checkPeople } from "./people.ts";
import type { Finding } from "./problem.ts";
import { makeRetention } from "./retention.ts";
import type { SecretShelf } from "./secrets.ts";
import { makeServer } from "./server.ts";
import { makeSettings } from "./settings.ts";
import type { Sound } from "./sound.ts";
import type { SourceEntry } from "./source-schema.ts";
import { checkSources, makeSource, warnOfSecrets } from "./sources.ts";
import { makeStore } from "./store.ts";

/**
 * Makes a configuration of what of a file has the right shape. What is wrong nevertheless is put on the shelf; what is odd comes as warnings. What another
 * part would have to explain that was left out is not called wrong.
 */
export function build(
  sound: Sound,
  { registry, purpose }: { readonly registry: SourceRegistry; readonly purpose: "serve" | "draft" },
  shelf: SecretShelf,
): { config: Config; warnings: Finding[] } {
  const { file, sources: entries, names: written } = sound;
  shelf.findings.push(...checkSources(entries, written), ...checkPattern(file));
  const serving = purpose === "serve";
  const sources = entries.flatMap((entry, index) => {
    const kind = entry && registry.get(entry.kind);
    return kind ? [makeSource(entry, kind, ["sources", index], serving ? shelf : null)] : [];
  });
  const server = serving ? makeServer(file.server ?? {}, shelf.findings) : makeServer({}, []);
  const names = written.filter((name) => name !== null);
  const store = makeStore(file.store, serving ? shelf : null, shelf.folder);
  const kafka = serving && sound.kafka ? makeKafka(sound.kafka, { ...sound, sources: names }, store, shelf) : null;
  if (serving && !sound.lacksTrusted) shelf.findings.push(...missingSecrets(entries, kafka, registry));
  const config: Config = {
    settings: makeSettings(
      sources.map(({ name, kind }) => ({ name, kind: kind.name })),
      {
        ...file,
        services: sound.services.filter((one) => one !== null),
        people: sound.people.filter((one) => one !== null),
      },
    ),
    sources,
    server,
    store,
    kafka,
    retention: makeRetention(file.retention ?? {}, shelf.findings),
    log: { level: file.log?.level ?? "info" },
  };
  const odd = [...checkCatalogue(sound.services, sound.serviceNames), ...checkPeople(sound.people)];
  return { config, warnings: [...odd, ...warnOfSecrets(sources)] };
}

function checkPattern({ incidents }: Sound["file"]): Finding[] {
  try {
    new RegExp(incidents?.channelPattern ?? "", "iu");
    return [];
  } catch (error) {
    return [
      {
        path: ["incidents", "channelPattern"],
        what: reasonOf(error),
        remedy: "Write a regular expression that JavaScript reads",
      },
    ];
  }
}

/** A source without a secret would have to believe anybody. One that is only read from trusted topics needs none. */
function missingSecrets(
  entries: readonly (SourceEntry | null)[],
  kafka: Config["kafka"],
  registry: SourceRegistry,
): Finding[] {
  return entries.flatMap((entry, index) => {
    const ways = entry && registry.get(entry.kind)?.auth;
    if (!entry || !ways || (entry.auth ?? []).length > 0) return [];
    const { name, kind } = entry;
    if (kafka?.topics.some(({ source, trusted }) => trusted && (source ?? name) === name)) return [];
    return [
      {
        path: ["sources", index, "auth"],
        what: `source "${name}" has no secret, so that anybody could send in its name`,
        remedy: `Add auth: [ { ${ways[0]}: "\${NAME}" } ] (${kind} can do: ${ways.join(", ")})`,
      },
    ];
  });
}
