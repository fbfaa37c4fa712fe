/** The rules of who may import whom: src/README.md explains them. */
const only = (name, target, allowed) => ({
  name,
  severity: "error",
  from: { path: "^src/", pathNot: allowed },
  to: { path: target },
});

/** What each folder may import of the others. Those with a narrower rule below (domain, reading, config) are not among them. */
const NEIGHBOURS = {
  sources: ["domain"],
  telemetry: [],
  http: [],
  store: ["domain"],
  ingest: ["domain", "sources/lib", "store", "telemetry"],
  publish: ["domain", "store", "web/view"],
  kafka: ["config", "telemetry"],
  outlets: ["domain", "store", "kafka", "config", "telemetry"],
  views: ["domain", "store", "publish"],
  receivers: ["http", "domain", "ingest", "store", "sources/lib", "kafka", "config", "telemetry"],
  api: ["http", "domain", "ingest", "store", "publish", "views"],
  web: ["domain"],
  demo: ["domain"],
};

/** The pages speak HTTP to the API, in the types of its answers. */
const NEIGHBOURS_BY_TYPE = { web: ["api", "views"] };

const folders = (names) => names.map((name) => `^src/${name}/`);

const neighbours = Object.entries(NEIGHBOURS).flatMap(([folder, others]) => {
  const allowed = folders([folder, ...others]);
  const typed = NEIGHBOURS_BY_TYPE[folder] ?? [];
  const from = { path: `^src/${folder}/` };
  return [
    {
      name: `${folder}-knows-its-neighbours`,
      severity: "error",
      from,
      to: { path: "^src/", pathNot: allowed, ...(typed.length > 0 ? { dependencyTypesNot: ["type-only"] } : {}) },
    },
    ...(typed.length > 0
      ? [
          {
            name: `${folder}-knows-types-of-its-neighbours`,
            severity: "error",
            from,
            to: { path: "^src/", pathNot: [...allowed, ...folders(typed)], dependencyTypes: ["type-only"] },
          },
        ]
      : []),
  ];
});

module.exports = {
  forbidden: [
    ...neighbours,
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: ["^src/main\\.ts$", "\\.source\\.ts$", "^src/web/assets/"] },
      to: {},
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^src/domain/" },
      to: { pathNot: ["^src/domain/", "node_modules/typebox/", "^(node:)?crypto$"] },
    },
    {
      name: "domain-hashes-in-one-place",
      severity: "error",
      from: { path: "^src/domain/", pathNot: "^src/domain/hash\\.ts$" },
      to: { path: "^(node:)?crypto$" },
    },
    {
      name: "reading-is-pure",
      severity: "error",
      from: { path: "^src/reading/" },
      to: { pathNot: ["^src/(domain|reading)/"] },
    },
    {
      name: "a-source-knows-domain-and-lib",
      severity: "error",
      from: { path: "^src/sources/[^/]+\\.source\\.ts$" },
      to: { pathNot: ["^src/domain/", "^src/sources/lib/", "node_modules/typebox/", "^(node:)?crypto$"] },
    },
    {
      name: "sources-lib-knows-no-source",
      severity: "error",
      from: { path: "^src/sources/lib/" },
      to: { path: "\\.source\\.ts$" },
    },
    {
      name: "config-reads-only",
      severity: "error",
      from: { path: "^src/config/" },
      to: {
        pathNot: [
          "^src/(config|domain)/",
          "^src/http/loopback\\.ts$",
          "^src/ingest/source\\.ts$",
          "^src/sources/lib/",
          "node_modules/(typebox|yaml)/",
          "^(node:)?path$",
        ],
      },
    },
    {
      name: "commands-are-for-main",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/main\\.ts$", "^src/cli/"] },
      to: { path: "^src/cli/" },
    },
    {
      name: "demo-is-played-by-cli",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/cli/demo\\.ts$", "^src/demo/"] },
      to: { path: "^src/demo/" },
    },
    {
      name: "only-main-chooses-adapters",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/cli/", "^src/store/", "^src/ingest/(inbox|drain)/sqlite-"] },
      to: { path: "^src/(store/[^/]+/|ingest/(inbox|drain)/sqlite-)" },
    },
    only("sqlite-in-store-and-inbox", "^(node:)?sqlite$", ["^src/store/sqlite/", "^src/ingest/(inbox|drain)/sqlite-"]),
    only("mongodb-in-its-store-only", "node_modules/(mongodb|bson)/", ["^src/store/mongo/"]),
    only("kafkajs-in-kafka-only", "node_modules/kafkajs", [
      "^src/kafka/",
      "^src/receivers/kafka",
      "^src/outlets/kafka",
    ]),
    only("pdjs-in-its-client-only", "node_modules/@pagerduty/pdjs/", ["^src/backfill/pagerduty-client"]),
    {
      name: "backfill-hands-in",
      severity: "error",
      from: { path: "^src/backfill/" },
      to: {
        path: "^src/",
        pathNot: ["^src/(backfill|domain|telemetry)/", "^src/ingest/(delivery|source)\\.ts$"],
      },
    },
    only("prom-client-in-telemetry-only", "node_modules/prom-client/", ["^src/telemetry/"]),
    only("yaml-in-config-only", "node_modules/yaml/", ["^src/config/"]),
    only("commander-in-cli-only", "node_modules/commander/", ["^src/cli/"]),
    only("fastify-at-the-edge", "node_modules/(fastify|@fastify)/", [
      "^src/app\\.ts$",
      "^src/api/",
      "^src/http/",
      "^src/receivers/webhook",
      "^src/web/plugin",
    ]),
    {
      name: "src-uses-no-dev-deps",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
