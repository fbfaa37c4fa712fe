import type { Person, Service } from "../domain/settings.ts";
import type { Finding, Path } from "./problem.ts";
import type { ConfigFile } from "./schema.ts";
import type { SourceEntry } from "./source-schema.ts";

type Kafka = NonNullable<ConfigFile["kafka"]>;

/** What of Kafka's settings has the right shape: complete only where nothing of it was found to be wrong. */
export interface SoundKafka extends Omit<Kafka, "topics"> {
  /** In their places; null where one has not. */
  readonly topics?: readonly (NonNullable<Kafka["topics"]>[number] | null)[];
}

/** What of a configuration file has the right shape. */
export interface Sound {
  readonly file: Omit<ConfigFile, "sources" | "services" | "people" | "kafka">;
  /** In their places, as services and people are; null where one has not. */
  readonly sources: readonly (SourceEntry | null)[];
  readonly services: readonly (Service | null)[];
  readonly people: readonly (Person | null)[];
  readonly kafka: SoundKafka | null;
  /** The names of all sources as they are written, also of those that have not the right shape; null where none stands there. */
  readonly names: readonly (string | null)[];
  /** All names and aliases of services, likewise. */
  readonly serviceNames: readonly string[];
  /** Whether anything is written of what to read from Kafka or to write there. */
  readonly namesTopic: boolean;
  /** Whether a trusted topic was left out, by which a source may come without a secret. */
  readonly lacksTrusted: boolean;
}

/** How deep the parts lie that can be looked at without their neighbours; all others are members of the file. */
const DEPTHS: Readonly<Record<string, number>> = {
  ...{ sources: 2, services: 2, people: 2, server: 3, incidents: 2, targets: 2, draft: 2 },
  ...{ kafka: 2, "kafka.topics": 3 },
};

/** Leaves out of a file what its shape's findings are about: the rest may have something to mend, too, and is told at once. */
export function soundOf(value: unknown, findings: readonly Finding[]): Sound {
  const file = findings.some(({ path }) => path.length === 0)
    ? {}
    : (structuredClone(value) as Record<string, unknown>);
  for (const { path } of findings) leaveOut(file, path.slice(0, depthOf(path)));
  const { sources = [], services = [], people = [], kafka = null, ...others } = file as Partial<ConfigFile>;
  return {
    file: others,
    ...{ sources: sources as Sound["sources"], services, people, kafka },
    names: entriesOf(value, "sources").map((entry) => (typeof entry?.["name"] === "string" ? entry["name"] : null)),
    serviceNames: entriesOf(value, "services").flatMap(namesOfService),
    ...topicsOf(value, kafka),
  };
}

const depthOf = (path: Path): number => DEPTHS[path.slice(0, 2).join(".")] ?? DEPTHS[String(path[0])] ?? 1;

type Raw = Readonly<Record<string, unknown>> | null | undefined;

/** What stands in a list, whatever it is. */
function entriesOf(value: unknown, list: string): readonly Raw[] {
  const entries = (value as Raw)?.[list];
  return Array.isArray(entries) ? entries : [];
}

function namesOfService(entry: Raw): string[] {
  const aliases = entry?.["aliases"];
  return [entry?.["name"], ...(Array.isArray(aliases) ? aliases : [])].filter((name) => typeof name === "string");
}

function topicsOf(value: unknown, sound: SoundKafka | null): Pick<Sound, "namesTopic" | "lacksTrusted"> {
  const written = (value as Raw)?.["kafka"] as Raw;
  const topics = entriesOf(written, "topics");
  const isNone = Array.isArray(written?.["topics"]) && topics.length === 0;
  return {
    namesTopic: ["topics", "forwardTo", "changesTo"].some(
      (name) => written?.[name] !== undefined && !(name === "topics" && isNone),
    ),
    lacksTrusted: topics.some((topic, index) => topic?.["trusted"] === true && !sound?.topics?.[index]),
  };
}

function leaveOut(file: Record<string, unknown>, path: Path): void {
  let node: unknown = file;
  for (const step of path.slice(0, -1)) node = (node as Record<string | number, unknown> | undefined | null)?.[step];
  const last = path.at(-1) ?? "";
  if (Array.isArray(node)) node[Number(last)] = null;
  else if (node !== undefined && node !== null) delete (node as Record<string | number, unknown>)[last];
}
