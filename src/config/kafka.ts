import type { KafkaConfig, KafkaTopic, StoreConfig } from "./config.ts";
import { didYouMean } from "./nearest.ts";
import type { Finding } from "./problem.ts";
import { type SecretShelf, takeSecret } from "./secrets.ts";
import type { SoundKafka } from "./sound.ts";

type Topics = NonNullable<SoundKafka["topics"]>;

/** How to reach Kafka, what to read there, and what to write there, if anything. @param sources the names of all */
export function makeKafka(
  written: SoundKafka,
  { sources, namesTopic }: { readonly sources: readonly string[]; readonly namesTopic: boolean },
  store: StoreConfig,
  shelf: SecretShelf,
): KafkaConfig {
  const { brokers, groupId, forwardTo, changesTo, topics = [] } = written;
  if (!namesTopic) {
    shelf.findings.push({
      path: ["kafka", "topics"],
      what: "there is no topic to read, and none to write to",
      remedy: "Add topics: [{ topic: …, source: … }], forwardTo: … or changesTo: …, or leave out kafka",
    });
  }
  if (forwardTo !== undefined && store.kind === "mongodb" && store.ack === "store") {
    shelf.findings.push({
      path: ["kafka", "forwardTo"],
      what: "a front door keeps what Kafka does not take on this process's disk, which ack: store does without",
      remedy: "Remove forwardTo, or ack: store",
    });
  }
  shelf.findings.push(...topics.flatMap((_, index) => problemsOf(topics, index, sources)));
  return {
    ...{ brokers, groupId },
    clientId: written.clientId ?? "annalist",
    topics: topics.filter((each) => each !== null).map(toTopic),
    ...(forwardTo === undefined ? {} : { forwardTo }),
    ...(changesTo === undefined ? {} : { changesTo }),
    fromBeginning: written.fromBeginning ?? true,
    ssl: makeTls(written.ssl ?? false, shelf),
    ...makeSasl(written.sasl, shelf),
  };
}

function toTopic({ topic, source, trusted = false }: NonNullable<Topics[number]>): KafkaTopic {
  return { topic, trusted, ...(source === undefined ? {} : { source }) };
}

/** A topic leads to a configured source, unless each of its records names its own. */
function problemsOf(topics: Topics, index: number, sources: readonly string[]): Finding[] {
  const written = topics[index];
  if (!written) return [];
  const { topic, source, trusted } = written;
  const findings: Finding[] = [];
  if (source === undefined && !trusted) {
    findings.push({
      path: ["kafka", "topics", index],
      what: "there is no source",
      remedy: "Add source: …; only on a topic with trusted: true may each record name its own, in annalist-source",
    });
  }
  if (source !== undefined && !sources.includes(source)) {
    findings.push({
      path: ["kafka", "topics", index, "source"],
      what: `"${source}" is no source of this configuration`,
      remedy: didYouMean(source, sources),
    });
  }
  if (topics.findIndex((other) => other?.topic === topic) < index) {
    findings.push({
      path: ["kafka", "topics", index, "topic"],
      what: `topic "${topic}" is listed twice`,
      remedy: "List each topic once, with the one source that its records come from",
    });
  }
  return findings;
}

const PEMS = ["ca", "cert", "key"] as const;

function makeTls(written: NonNullable<SoundKafka["ssl"]>, shelf: SecretShelf): KafkaConfig["ssl"] {
  if (typeof written === "boolean") return written;
  if ((written.cert_file === undefined) !== (written.key_file === undefined)) {
    shelf.findings.push({
      path: ["kafka", "ssl"],
      what: "a certificate and its key belong together",
      remedy: "Add both cert_file and key_file, or leave out both",
    });
  }
  const texts = PEMS.map((name) => [name, takeSecret(shelf, written, name, ["kafka", "ssl"])]);
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

function makeSasl(written: SoundKafka["sasl"], shelf: SecretShelf): Pick<KafkaConfig, "sasl"> {
  if (!written) return {};
  const password = takeSecret(shelf, written, "password", ["kafka", "sasl"]);
  if (password === undefined && written.password_file === undefined) {
    shelf.findings.push({
      path: ["kafka", "sasl"],
      what: "there is no password",
      remedy: "Add password_file, or a password that an environment variable holds",
    });
  }
  const { mechanism, username } = written;
  return { sasl: { mechanism, username, password: password ?? "" } };
}
