import { reasonOf } from "../domain/outcome.ts";
import type { Source } from "../ingest/source.ts";
import type { SourceRegistry } from "../sources/lib/load.ts";
import { checkCatalogue } from "./catalogue.ts";
import type { Config } from "./config.ts";
import { makeKafka } from "./kafka.ts";
import { checkPeople } from "./people.ts";
import type { Finding } from "./problem.ts";
import { makeRetention } from "./retention.ts";
import type { ConfigFile } from "./schema.ts";
import type { SecretShelf } from "./secrets.ts";
import { makeServer } from "./server.ts";
import { makeSettings } from "./settings.ts";
import type { SourceEntry } from "./source-schema.ts";
import { checkSources, makeSource, warnOfSecrets } from "./sources.ts";
import { makeStore } from "./store.ts";

/** Makes a configuration of a file whose shape is right. What is wrong nevertheless is put on the shelf; what is odd comes as warnings. */
export function build(
  file: ConfigFile,
  { registry, purpose }: { readonly registry: SourceRegistry; readonly purpose: "serve" | "draft" },
  shelf: SecretShelf,
): { config: Config; warnings: Finding[] } {
  const entries = file.sources as readonly SourceEntry[];
  shelf.findings.push(...checkSources(entries), ...checkPattern(file));
  const serving = purpose === "serve";
  const sources = entries.flatMap((entry, index) => {
    const kind = registry.get(entry.kind);
    return kind ? [makeSource(entry, kind, ["sources", index], serving ? shelf : null)] : [];
  });
  const server = serving ? makeServer(file.server ?? {}, shelf.findings) : makeServer({}, []);
  const names = sources.map(({ name }) => name);
  const store = makeStore(file.store, serving ? shelf : null, shelf.folder);
  const kafka = serving && file.kafka ? makeKafka(file.kafka, names, store, shelf) : null;
  if (serving) shelf.findings.push(...missingSecrets(sources, kafka, entries));
  const config: Config = {
    settings: makeSettings(entries, file),
    sources,
    server,
    store,
    kafka,
    retention: makeRetention(file.retention ?? {}, shelf.findings),
    log: { level: file.log?.level ?? "info" },
  };
  const odd = [...checkCatalogue(file.services ?? []), ...checkPeople(file.people ?? [])];
  return { config, warnings: [...odd, ...warnOfSecrets(sources)] };
}

function checkPattern({ incidents }: ConfigFile): Finding[] {
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
  sources: readonly Source[],
  kafka: Config["kafka"],
  entries: readonly SourceEntry[],
): Finding[] {
  return sources.flatMap(({ name, kind }, index) => {
    const carried = kafka?.topics.some(({ source, trusted }) => trusted && (source ?? name) === name) ?? false;
    if (carried || (entries[index]?.auth ?? []).length > 0) return [];
    return [
      {
        path: ["sources", index, "auth"],
        what: `source "${name}" has no secret, so that anybody could send in its name`,
        remedy: `Add auth: [ { ${kind.auth[0]}: "\${NAME}" } ] (${kind.name} can do: ${kind.auth.join(", ")})`,
      },
    ];
  });
}
