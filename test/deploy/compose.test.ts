import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDuration } from "../../src/config/duration.ts";
import { SECOND } from "../../src/domain/time.ts";
import { compileSchema, deployed, loadDeployed, namesOf, readDeployed, readDocuments } from "./manifests.ts";

interface Service {
  readonly image: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
}

const compose = readDocuments(readDeployed("compose.yaml"))[0] as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === "annalist:local");
const problems = compileSchema("compose-spec.json");

const REFUSE = () => {
  throw new Error("there are no secret files here");
};
const SECRETS = { ALERTMANAGER_TOKEN: "invented-for-the-alertmanager", EVENTS_TOKEN: "invented-for-the-events" };
const front = loadDeployed("compose/front.yaml", SECRETS, REFUSE);
const worker = loadDeployed("compose/worker.yaml", {}, REFUSE);

/** `source:target[:ro]`, of what is a file of ours and not a volume. */
const mounts = ({ volumes = [] }: Service) => volumes.map((volume) => volume.split(":") as [string, string]);

describe("compose.yaml", () => {
  it("is what the Compose Specification allows, which does not allow everything", () => {
    expect(problems(compose)).toEqual([]);
    expect(problems({ services: { front: { imgae: "annalist" } } })).not.toEqual([]);
    expect(problems({ services: { front: { depends_on: { kafka: { condition: "well" } } } } })).not.toEqual([]);
  });

  it("mounts files that are there, and volumes and networks that it declares", () => {
    for (const [name, service] of services) {
      const sources = mounts(service).map(([source]) => source);
      expect([name, sources.filter((one) => one.startsWith(".") && !existsSync(deployed(one)))]).toEqual([name, []]);
      expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(sources.filter((one) => !/^[./]/.test(one))));
      expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining([...(service.networks ?? [])]));
    }
    expect(existsSync(deployed(join("..", "deploy", "Dockerfile")))).toBe(true);
  });

  it("pins every image that it does not build", () => {
    for (const [, { image }] of services.filter(([name]) => !ours.some(([own]) => own === name))) {
      expect(image).toMatch(/:\d+\.\d+\.\d+$/);
    }
  });

  it("gives each of our processes nothing that it does not need, and a volume of its own", () => {
    expect(ours.map(([name]) => name)).toEqual(["front", "worker-1", "worker-2", "pages"]);
    for (const [, service] of ours) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    }
    const data = ours.flatMap(([, service]) => mounts(service).filter(([, target]) => target === "/data"));
    expect(new Set(data.map(([source]) => source)).size).toBe(3);
  });

  it("opens webhooks where its operator says, and the pages to this machine only", () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Compose names a variable
      "front ${WEBHOOKS_ADDRESS:-127.0.0.1}:8460:8460",
      "worker-1 127.0.0.1:8461:8462",
    ]);
    expect(compose.services["pages"]?.command).toEqual(["8462", String(worker.server.pages.port)]);
    expect(compose.networks["backend"]?.internal).toBe(true);
    expect([compose.services["kafka"]?.networks, compose.services["mongodb"]?.networks]).toEqual([
      ["backend"],
      ["backend"],
    ]);
  });

  it("asks for every secret by a name that env.example has, without a value", () => {
    const wanted = [...readDeployed("compose.yaml").matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const given = [...readDeployed("env.example").matchAll(/^(\w+)=$/gm)].map(([, name]) => name);
    expect(wanted.sort()).toEqual(given.sort());
    expect(Object.keys(SECRETS).sort()).toEqual(given);
    expect(Object.keys(compose.services["front"]?.environment ?? {}).sort()).toEqual(given);
  });

  it("waits for what a server needs, and gives it time to finish", () => {
    for (const [name, service] of ours.filter(([one]) => one !== "pages")) {
      expect(service.depends_on).toEqual({
        "kafka-topic": { condition: "service_completed_successfully" },
        mongodb: { condition: "service_healthy" },
      });
      const { drainFor } = (name === "front" ? front : worker).server;
      expect(parseDuration(service.stop_grace_period ?? "")).toBeGreaterThan(2 * drainFor + 15 * SECOND);
    }
  });

  it("has a front door that writes to the topic that is made and that the workers read", () => {
    expect(compose.services["kafka-topic"]?.command).toContain(`--topic=${front.kafka?.forwardTo}`);
    expect(worker.kafka?.topics).toEqual([{ topic: front.kafka?.forwardTo, trusted: true }]);
    expect(namesOf(worker)).toEqual(namesOf(front));
    for (const { kafka, store, server } of [front, worker]) {
      expect(kafka?.brokers).toEqual(["kafka:9092"]);
      expect(store).toMatchObject({ kind: "mongodb", path: "/data", url: expect.stringContaining("//mongodb:27017/") });
      expect(server.webhooks).toEqual({ host: "0.0.0.0", port: 8460, metrics: true });
    }
  });
});
