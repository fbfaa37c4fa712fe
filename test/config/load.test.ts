import { describe, expect, it } from "vitest";
import { type Loaded, loadConfig, type Surroundings } from "../../src/config/load.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { DEFAULT_INCIDENTS } from "../../src/domain/settings.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/domain/time.ts";
import { kinds } from "./kinds.ts";

const LONG = "a-secret-that-nobody-guesses";

function load(text: string, given: Partial<Surroundings> = {}): Loaded {
  const read = (path: string): string => {
    throw Object.assign(new Error(path), { code: "ENOENT" });
  };
  return loadConfig(text, "/etc/shop.yaml", { environment: {}, registry: kinds, purpose: "serve", read, ...given });
}

function configOf(loaded: Loaded) {
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => formatProblem("shop.yaml", problem)).join("\n"));
  return loaded.config;
}

function linesOf(loaded: Loaded): string[] {
  if (loaded.ok) throw new Error("the configuration was accepted");
  return loaded.problems.map((problem) => formatProblem("shop.yaml", problem));
}

const BELL = `sources: [ { name: door, kind: bell, auth: [ { bearer: ${LONG} } ] } ]\n`;

describe("what is right", () => {
  it("gives defaults that are safe", () => {
    const config = configOf(load(BELL));
    expect(config.server.webhooks).toEqual({ host: "127.0.0.1", port: 8460, metrics: false });
    expect(config.server.pages.host).toBe("127.0.0.1");
    expect(config.server.drainFor).toBe(5 * SECOND);
    expect(config.store).toEqual({ kind: "sqlite", path: "/etc/data" });
    expect(config.settings.incidents).toEqual(DEFAULT_INCIDENTS);
    expect(config.kafka).toBeNull();
  });

  it("reads durations, and keeps the defaults of what is not written", () => {
    const text = `${BELL}incidents: { join: 45m, openFor: { page: 6h } }\ntargets: { acknowledge: 90s }\nretention: { raw: 90d }\n`;
    const config = configOf(load(text));
    expect(config.settings.incidents.join).toBe(45 * MINUTE);
    expect(config.settings.incidents.openFor).toEqual({ ...DEFAULT_INCIDENTS.openFor, page: 6 * HOUR });
    expect(config.settings.targets.acknowledge).toBe(90_000_000);
    expect(config.retention).toEqual({ raw: 90 * DAY, events: null, keys: null });
  });

  it("tells timelines in the past, and says so by saying nothing, unless the present is asked for", () => {
    const tenseOf = (written: string) => Object.entries(configOf(load(`${BELL}${written}`)).settings).slice(5);
    expect([tenseOf(""), tenseOf("draft: { tense: past }\n"), tenseOf("draft: { tense: present }\n")]).toEqual([
      [],
      [],
      [["tense", "present"]],
    ]);
    expect(linesOf(load(`${BELL}draft: { tense: future }\n`))).toEqual([
      expect.stringMatching(/draft.*past.*present/s),
    ]);
  });

  it("is read from JSON as from YAML", () => {
    const json = JSON.stringify({ sources: [{ name: "door", kind: "bell", auth: [{ bearer: LONG }] }] }, null, "\t");
    expect(configOf(load(json))).toEqual(configOf(load(BELL)));
  });

  it("takes secrets from the environment, also inside braces, and from files", () => {
    const text = [
      "sources:",
      "  - name: door",
      "    kind: bell",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
      "    auth: [ { bearer: ${DOOR} }, { basic_file: secrets/door, notAfter: 2026-03-01T00:00:00Z } ]",
      "",
    ].join("\n");
    const read = (path: string) => (path === "/etc/secrets/door" ? `oona:${LONG}\n` : "");
    const config = configOf(load(text, { environment: { DOOR: `${LONG}-1` }, read }));
    expect(config.sources[0]?.auth).toEqual([
      { kind: "bearer", value: `${LONG}-1` },
      { kind: "basic", user: "oona", value: LONG, notAfter: Date.parse("2026-03-01T00:00:00Z") * 1000 },
    ]);
  });

  it("gives a kind its own options, and a key name to sources that share", () => {
    const text = [
      "sources:",
      `  - { name: north, kind: parrot, auth: [ { hmac: ${LONG} } ], options: { emoji: anchor } }`,
      `  - { name: south, kind: parrot, auth: [ { hmac: ${LONG} } ], sharesKeysWith: north }`,
    ].join("\n");
    const { sources } = configOf(load(text));
    expect(sources.map(({ keyName }) => keyName)).toEqual(["north", "north"]);
    expect(sources[0]?.options).toEqual({ emoji: "anchor" });
  });

  it("needs no secret, no variable and no file where it is only drafted with", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    const text = "sources: [ { name: a, kind: bell }, { name: b, kind: bell, auth: [ { bearer: ${NOT_SET} } ] } ]";
    expect(configOf(load(text, { purpose: "draft" })).sources.map(({ auth }) => auth)).toEqual([[], []]);
  });

  it("needs no secret for a source that comes by a trusted topic only", () => {
    const kafka = "kafka: { brokers: [k:9092], groupId: g, topics: [ { topic: t, source: door, trusted: true } ] }";
    const config = configOf(load(`sources: [ { name: door, kind: bell } ]\n${kafka}`));
    expect(config.kafka).toMatchObject({ fromBeginning: true, ssl: false, topics: [{ topic: "t", trusted: true }] });
  });
});

describe("what is wrong", () => {
  it("is told all at once, each with file, line, column, key and remedy", () => {
    const text = [
      "sources:",
      "  - name: door",
      "    kind: bel",
      "  - name: gate",
      "    kind: bell",
      "    auht: [ { bearer: x } ]",
      "incidents:",
      "  join: 5 minutes",
      "  openAt: severe",
      "log: { level: wran, colour: red }",
      "services: [ { name: 7 } ]",
      "server: { webhooks: { port: 70000 } }",
      "people: [ { name: A, extra: 1 }, { name: B, extra: 1 }, { name: C, extra: 1 }, { name: D, extra: 1 } ]",
    ].join("\n");
    expect(linesOf(load(text))).toEqual([
      'shop.yaml:3:11: sources[0].kind: there is no kind "bel". Did you mean "bell"? Known: bell, parrot.',
      'shop.yaml:6:5: sources[1].auht: there is no setting "auht" here. Did you mean "auth"? If not, remove it.',
      'shop.yaml:8:9: incidents.join: "5 minutes" cannot stand here. Write a duration such as "90s", "30m", "2h" or "1d".',
      'shop.yaml:9:11: incidents.openAt: "severe" cannot stand here. Write one of "critical", "high", "medium", "low".',
      'shop.yaml:10:15: log.level: "wran" cannot stand here. Did you mean "warn"? Write one of "debug", "info", "warn", "error", "silent".',
      'shop.yaml:10:21: log.colour: there is no setting "colour" here. Known here: level.',
      "shop.yaml:11:21: services[0].name: 7 cannot stand here. Write text, in quotes if it looks like a number.",
      "shop.yaml:12:29: server.webhooks.port: 70000 cannot stand here. Write a port from 0 (any free one) to 65535.",
      ...[22, 45, 68, 91].map((column, index) =>
        expect.stringContaining(`shop.yaml:13:${column}: people[${index}].extra: there is no setting "extra" here`),
      ),
    ]);
  });

  it("says that something is empty, and names one way as one", () => {
    expect(linesOf(load("sources: []"))[0]).toContain("sources: this is empty. Write a list that is not empty.");
    const secret = `sources: [ { name: door, kind: bell, auth: [ { bearer: "" } ] } ]`;
    expect(linesOf(load(secret))[0]).toContain("sources[0].auth[0].bearer: this is empty. Write ");
  });

  it.each([
    ["with a default, as a shell has it", `\${DOOR:-nothing}`],
    ["of a name that no variable has", `\${DOOR KEY}`],
    ["that does not end", `\${DOOR`],
    ["without braces", "$DOOR"],
    ["beside others", `\${DOOR}-\${2}`],
  ])("takes no reference to a variable for the secret itself: %s", (_name, written) => {
    const text = `sources: [ { name: door, kind: bell, auth: [ { bearer: "${written}" } ] } ]`;
    const lines = linesOf(load(text, { environment: { DOOR: LONG } }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^shop\.yaml:1:\d+: sources\[0\]\.auth\[0\]\.bearer: .*a variable is written as/);
  });

  it("takes what only begins or ends like a reference for what it is", () => {
    const secret = "pa$$WORD-$with-{braces}-in-it";
    const text = `sources: [ { name: door, kind: bell, auth: [ { bearer: "${secret}" } ] } ]`;
    expect(configOf(load(text)).sources[0]?.auth).toEqual([{ kind: "bearer", value: secret }]);
  });

  it("warns of a person's account that no sender can name", () => {
    const text = `${BELL}people: [ { name: Oona, ids: [ U0OONA, "slack:U0OONA", "teams:oona", "slack-2:U0OONA" ] } ]`;
    const warnings = load(text).warnings.map((problem) => formatProblem("shop.yaml", problem));
    expect(warnings.map((line) => line.replace(/^.*: people/, "people"))).toEqual([
      expect.stringMatching(/^people\[0\]\.ids\[0\]: "U0OONA" does not say whose id it is\. .*slack:U0123ABCD/),
      expect.stringMatching(/^people\[0\]\.ids\[2\]: no sender is called "teams"/),
      expect.stringMatching(/^people\[0\]\.ids\[3\]: no sender is called "slack-2"\. .*whatever its source is called/),
    ]);
  });

  it("says which kinds there may be where none is written", () => {
    expect(linesOf(load("sources: [ { name: door } ]"))[0]).toMatch(/"kind" is missing\. Add kind: .*pagerduty/);
  });

  it("does not judge the length of a secret that is not there", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    const text = "sources: [ { name: door, kind: bell, auth: [ { bearer: ${DOOR} } ] } ]";
    expect(load(text).warnings).toEqual([]);
    const [short] = load(text, { environment: { DOOR: "abc" } }).warnings;
    expect(short?.what).toBe("a secret of fewer than 16 characters can be guessed");
  });

  it("points at broken syntax", () => {
    expect(linesOf(load("sources: [\n  { name: a,\n"))[0]).toMatch(/^shop\.yaml:3:1: not valid YAML or JSON: /);
    expect(linesOf(load('{"log": {}, "log": {}}'))[0]).toContain("Map keys must be unique");
  });

  it("takes what TLS to Kafka needs from files, and says which cannot be read, and what belongs together", () => {
    const files = { "/etc/tls/ca.pem": "AUTHORITY\n", "/etc/tls/own.pem": "CERTIFICATE", "/etc/tls/key.pem": "KEY" };
    const withTls = (ssl: string) => `${BELL}kafka: { brokers: [k:9092], groupId: g, changesTo: t, ssl: ${ssl} }`;
    const read = (path: string): string => {
      const text = new Map(Object.entries(files)).get(path);
      if (text === undefined) throw Object.assign(new Error(path), { code: "ENOENT" });
      return text;
    };
    const whole = withTls("{ ca_file: tls/ca.pem, cert_file: tls/own.pem, key_file: tls/key.pem }");
    expect(configOf(load(whole, { read })).kafka?.ssl).toEqual({ ca: "AUTHORITY", cert: "CERTIFICATE", key: "KEY" });
    expect(configOf(load(withTls("{ ca_file: tls/ca.pem }"), { read })).kafka?.ssl).toEqual({ ca: "AUTHORITY" });
    expect(configOf(load(withTls("true"))).kafka?.ssl).toBe(true);
    const [missing] = linesOf(load(withTls("{ ca_file: tls/none.pem }"), { read }));
    expect(missing).toMatch(/kafka\.ssl\.ca_file: the file \/etc\/tls\/none\.pem cannot be read \(ENOENT\)/);
    const [half] = linesOf(load(withTls("{ cert_file: tls/own.pem }"), { read }));
    expect(half).toMatch(/kafka\.ssl: a certificate and its key belong together\. Add both cert_file and key_file/);
  });

  it("says what an empty file lacks", () => {
    expect(linesOf(load(""))[0]).toMatch(/^shop\.yaml:1:1: .*cannot stand here/);
    expect(linesOf(load("services: []"))[0]).toContain('"sources" is missing');
  });

  it("refuses to serve a source that anybody could send as", () => {
    expect(linesOf(load("sources: [ { name: door, kind: bell } ]"))).toEqual([
      expect.stringContaining('sources[0].auth: source "door" has no secret'),
    ]);
    const untrusted = "kafka: { brokers: [k:9092], groupId: g, topics: [ { topic: t, source: door } ] }";
    expect(linesOf(load(`sources: [ { name: door, kind: bell, auth: [] } ]\n${untrusted}`))).toHaveLength(1);
  });

  it("refuses pages that other machines reach, and says why", () => {
    for (const host of ["0.0.0.0", "192.168.1.7", "::", "annalist.example.org", "127.0.0.1.example.org"]) {
      const [line] = linesOf(load(`${BELL}server: { pages: { host: "${host}" } }`));
      expect(line).toContain("people cannot log in yet");
    }
    for (const host of ["127.0.0.1", "127.8.8.8", "::1", "localhost"]) {
      expect(configOf(load(`${BELL}server: { pages: { host: "${host}" } }`)).server.pages.host).toBe(host);
    }
    expect(configOf(load(`${BELL}server: { webhooks: { host: 0.0.0.0 } }`)).server.webhooks.host).toBe("0.0.0.0");
    expect(configOf(load(`${BELL}server: { drainFor: 14m }`)).server.drainFor).toBe(14 * MINUTE);
  });

  it("accepts only the secrets that a kind can use, one an element", () => {
    expect(linesOf(load("sources: [ { name: a, kind: bell, auth: [ { hmac: q } ] } ]"))[0]).toContain(
      "Known here: bearer",
    );
    expect(linesOf(load("sources: [ { name: a, kind: bell, auth: [ { bearer: q, basic: r } ] } ]"))[0]).toContain(
      "several secrets stand in one element",
    );
    expect(
      linesOf(load("sources: [ { name: a, kind: bell, auth: [ { notAfter: 2026-03-01T00:00:00Z } ] } ]"))[0],
    ).toContain("no secret stands here");
    expect(
      linesOf(load(`sources: [ { name: a, kind: bell, auth: [ { bearer: ${LONG}, notAfter: soon } ] } ]`))[0],
    ).toContain("not a time with a zone");
  });

  it("names variables that are not set and files that cannot be read", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    const text = "sources: [ { name: a, kind: bell, auth: [ { bearer: ${GONE} }, { bearer_file: gone } ] } ]";
    const lines = linesOf(load(text));
    expect(lines[0]).toContain("sources[0].auth[0].bearer: the environment variable GONE is not set");
    expect(lines[1]).toContain("the file /etc/gone cannot be read (ENOENT)");
  });

  it("checks names across the file", () => {
    const text = [
      `${BELL.trimEnd().slice(0, -1)},`,
      `  { name: door, kind: bell, auth: [ { bearer: ${LONG} } ], sharesKeysWith: nobody } ]`,
      "kafka: { brokers: [k:9092], groupId: g, topics: [ { topic: t, source: dor }, { topic: t, source: door } ] }",
      'incidents: { channelPattern: "(" }',
      "server: { webhooks: { port: 9000 }, pages: { port: 9000 } }",
    ].join("\n");
    const lines = linesOf(load(text)).join("\n");
    expect(lines).toContain('sources[1].name: "door" is the name of sources[0] already');
    expect(lines).toContain('sources[1].sharesKeysWith: "nobody" is no other source');
    expect(lines).toContain('kafka.topics[0].source: "dor" is no source of this configuration. Did you mean "door"?');
    expect(lines).toContain('kafka.topics[1].topic: topic "t" is listed twice');
    expect(lines).toContain("incidents.channelPattern: Invalid regular expression");
    expect(lines).toContain("webhooks and pages cannot share port 9000");
  });

  it("wants a source for a topic, unless each trusted record names its own, and something to do with Kafka", () => {
    const named = "kafka: { brokers: [k:9092], groupId: g, forwardTo: all, topics: [ { topic: all, trusted: true } ] }";
    expect(configOf(load(`${BELL}${named}`)).kafka).toMatchObject({
      forwardTo: "all",
      topics: [{ topic: "all", trusted: true }],
    });
    const nameless = load(`${BELL}kafka: { brokers: [k:9092], groupId: g, topics: [ { topic: t } ] }`);
    expect(linesOf(nameless).join()).toContain("kafka.topics[0]: there is no source");
    const idle = load(`${BELL}kafka: { brokers: [k:9092], groupId: g }`);
    expect(linesOf(idle).join()).toContain("there is no topic to read, and none to write to");
  });

  it("never prints a secret, wherever it was put", () => {
    const secret = "hunter2-hunter2-hunter2";
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a configuration names a variable
    const variable = "${SECRET}";
    const texts = [
      `sources: [ { name: a, kind: bell, auth: [ { bearrer: ${secret} } ] } ]`,
      `sources: [ { name: a, kind: bell, auth: ${secret} } ]`,
      `sources: [ { name: a, kind: bell, auth: [ ${secret} ] } ]`,
      `sources: [ { name: a, kind: bell, bearer: ${secret} } ]`,
      `sources: [ { name: a, kind: bell, auth: [ { bearer: ${LONG}, notAfter: ${secret} } ] } ]`,
      `${BELL}log: { level: ${variable} }`,
      `sources: [ { name: a, kind: bell, auth: [ { bearer: ${secret}, basic: ${secret} } ] } ]`,
      `${BELL}kafka: { brokers: [k:1], groupId: g, topics: [ { topic: t, source: door } ], sasl: { mechanism: ${secret}, username: u } }`,
    ];
    for (const text of texts) {
      expect(linesOf(load(text, { environment: { SECRET: secret } })).join("\n")).not.toContain(secret);
    }
  });
});

describe("what is odd", () => {
  it("is a warning: overlapping names, unknown dependencies, short secrets", () => {
    const services = "services: [ { name: till, aliases: [pos] }, { name: pos, dependsOn: [til] } ]";
    const loaded = load(`${BELL.replace(LONG, "short")}${services}`);
    expect(loaded.ok).toBe(true);
    expect(loaded.warnings.map((problem) => formatProblem("shop.yaml", problem))).toEqual([
      expect.stringContaining("sources[0].auth: a secret of fewer than 16 characters can be guessed"),
      expect.stringContaining('services[1].name: "pos" stands for services[0] (till) too'),
      expect.stringContaining('services[1].dependsOn[0]: "til" is no service of this catalogue. Did you mean "till"?'),
    ]);
  });
});

describe("what has the right shape beside what has not", () => {
  const WRONG = `sources:
  - { name: door, kind: bel, auth: [ { bearer: ${LONG} } ] }
  - { name: gate, kind: bell }
  - { name: gate, kind: bell, auth: [ { bearer: ${LONG} } ] }
  - { name: west, kind: bell, auth: [ { bearer: ${LONG} } ], sharesKeysWith: door }
server: { pages: { host: 0.0.0.0, port: 99999 } }
incidents: { channelPattern: "(" }
`;

  it("is looked at as well, so that all is told at once", () => {
    expect(linesOf(load(WRONG)).map((line) => line.replace(/^shop\.yaml:\d+:\d+: (\S+): .*$/, "$1"))).toEqual([
      "sources[0].kind",
      "sources[1].auth",
      "sources[2].name",
      "server.pages.host",
      "server.pages.port",
      "incidents.channelPattern",
    ]);
  });

  it("is looked at also where the same part has something else to mend", () => {
    const text = `sources:
  - { name: door, kind: bel, auth: [ { bearer: ${LONG} } ] }
  - { name: door, kind: bell, auht: [ { bearer: ${LONG} } ] }
  - { name: gate, kind: bell, auth: [ { bearer: ${LONG} } ], sharesKeysWith: east }
incidents: { openAt: severe, channelPattern: "(" }
targets: { acknowledge: soon, statusUpdateEvery: 1h }
`;
    expect(linesOf(load(text)).map((line) => line.replace(/^shop\.yaml:\d+:\d+: (\S+): .*$/, "$1"))).toEqual([
      "sources[0].kind",
      "sources[1].name",
      "sources[1].auht",
      "sources[2].sharesKeysWith",
      "incidents.openAt",
      "incidents.channelPattern",
      "targets.acknowledge",
    ]);
  });

  it("is not blamed for what is missing beside it", () => {
    const kafka = "kafka: { brokers: [ k:9092 ], groupId: g, topics: [ { topic: t, source: door, trusted: true } ] }\n";
    const lines = linesOf(load(`${WRONG}${kafka}`));
    expect(lines.filter((line) => /kafka|sharesKeysWith|"door" has no secret/.test(line))).toEqual([]);
  });

  it("is compared with the names of what has not", () => {
    const text = `sources:
  - { name: door, kind: bell, auth: [ { bearrer: ${LONG} } ] }
  - { name: door, kind: bell, auth: [ { bearer: ${LONG} } ] }
  - { name: west, kind: bell, auth: [ { bearer: ${LONG} } ], sharesKeysWith: nobody }
  - { name: east, kind: bell, auth: [ { bearer: ${LONG} } ], sharesKeysWith: door }
kafka: { brokers: [ k:9092 ], groupId: g, topics: [ { topic: t, source: dor }, { topic: u, source: door } ] }
`;
    expect(linesOf(load(text)).map((line) => line.replace(/^shop\.yaml:\d+:\d+: (\S+): .*$/, "$1"))).toEqual([
      "sources[0].auth[0].bearrer",
      "sources[1].name",
      "sources[2].sharesKeysWith",
      "kafka.topics[0].source",
    ]);
  });

  it("is not said to lack a secret where topics that it may come by cannot be read", () => {
    const kafka = "kafka: { brokers: [ k ], groupId: g, topics: [ { topic: t, source: door, trusted: true } ] }";
    const lines = linesOf(load(`sources: [ { name: door, kind: bell } ]\n${kafka}`));
    expect(lines).toEqual([expect.stringContaining("kafka.brokers[0]")]);
    const untrusted = linesOf(load(`sources: [ { name: door, kind: bell } ]\n${kafka.replace("true", "false")}`));
    expect(untrusted).toEqual([expect.stringContaining("no secret"), expect.stringContaining("kafka.brokers[0]")]);
  });
});
