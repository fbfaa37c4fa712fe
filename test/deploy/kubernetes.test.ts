import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import { engine } from "../engines.ts";
import { compileSchema, deployed, loadDeployed, namesOf, readDeployed, readDocuments } from "./manifests.ts";

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface StatefulSet extends Manifest {
  readonly spec: {
    readonly replicas?: number;
    readonly serviceName: string;
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly persistentVolumeClaimRetentionPolicy: object;
    readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: string } }[];
    readonly template: {
      readonly metadata: { readonly labels: Record<string, string> };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: object;
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
      };
    };
  };
}

interface Container {
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
}

interface Kustomization {
  readonly resources: readonly string[];
  readonly configMapGenerator: readonly { readonly name: string; readonly files: readonly string[] }[];
}

const read = (file: string) => readDocuments(readDeployed(`kubernetes/${file}`));
const [kustomization] = read("kustomization.yaml") as [Kustomization];
const manifests = kustomization.resources.flatMap((file) => read(file) as Manifest[]);
const named = (kind: string) =>
  new Map(manifests.filter((one) => one.kind === kind).map((one) => [one.metadata.name, one]));
const sets = [...named("StatefulSet").values()] as StatefulSet[];
const secrets = read("secret.example.yaml") as (Manifest & { readonly stringData: Record<string, string> })[];

const schemas = new Map<string, (value: unknown) => string[]>();
function problems(manifest: Manifest): string[] {
  const check = schemas.get(manifest.kind) ?? compileSchema("kubernetes-1.34.json", manifest.kind);
  schemas.set(manifest.kind, check);
  return check(manifest);
}

/** The configuration of a StatefulSet, its secrets as the example has them. */
function configOf({ metadata, spec }: StatefulSet) {
  const generated = kustomization.configMapGenerator.find(({ name }) => name === metadata.name);
  const [, file = "nothing"] = generated?.files[0]?.split("=") ?? [];
  const given = spec.template.spec.volumes.find(({ secret }) => secret)?.secret?.secretName;
  const keys = secrets.find((one) => one.metadata.name === given)?.stringData ?? {};
  const used = new Set<string>();
  const config = loadDeployed(`kubernetes/${file}`, {}, (path) => {
    const key = path.replace("/run/secrets/annalist/", "");
    used.add(key);
    const secret = keys[key];
    if (secret === undefined) throw Object.assign(new Error(path), { code: "ENOENT" });
    return secret;
  });
  return { config, used: [...used].sort(), given: Object.keys(keys).sort() };
}

describe("the manifests", () => {
  it.each([...manifests, ...secrets].map((one): [string, Manifest] => [`${one.kind} ${one.metadata.name}`, one]))(
    "%s is what Kubernetes' API takes",
    (_, manifest) => expect(problems(manifest)).toEqual([]),
  );

  it("would be found wrong, were they wrong", () => {
    const [set] = sets as [StatefulSet];
    expect(problems({ ...set, spec: { ...set.spec, replica: 2 } } as Manifest)).not.toEqual([]);
    expect(problems({ ...set, spec: { ...set.spec, replicas: "two" } } as unknown as Manifest)).not.toEqual([]);
    expect(problems({ ...set, apiVersion: "apps/v1beta1" } as Manifest)).not.toEqual([]);
  });

  it("are all applied, but for the examples", () => {
    const files = readdirSync(deployed("kubernetes")).filter((file) => file.endsWith(".yaml"));
    const apart = ["kustomization.yaml", "secret.example.yaml", "prometheus-adapter.yaml"];
    expect([...kustomization.resources, ...apart].sort()).toEqual(files.sort());
  });

  it("run nothing as root, and let nothing be written but the data and /tmp", () => {
    expect(sets.map(({ metadata }) => metadata.name)).toEqual(["annalist-front", "annalist-worker"]);
    for (const { spec } of sets) {
      const pod = spec.template.spec;
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      expect(pod.containers).toEqual([
        expect.objectContaining({
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        }),
      ]);
    }
  });

  it("select the pods that they mean", () => {
    for (const { spec } of sets) {
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
      expect(named("Service").has(spec.serviceName)).toBe(true);
    }
    const components = sets.map(({ spec }) => spec.selector.matchLabels["app.kubernetes.io/component"]);
    const budgets = [...named("PodDisruptionBudget").values()] as (Manifest & {
      spec: { selector: { matchLabels: Record<string, string> } };
    })[];
    expect(budgets.map(({ spec }) => spec.selector.matchLabels["app.kubernetes.io/component"])).toEqual(components);
    const [scaler] = [...named("HorizontalPodAutoscaler").values()] as unknown as [
      { spec: { scaleTargetRef: { name: string }; maxReplicas: number; metrics: object[] } },
    ];
    expect(named("StatefulSet").has(scaler.spec.scaleTargetRef.name)).toBe(true);
    expect(JSON.stringify(scaler.spec.metrics)).toContain("annalist_kafka_lag_records");
    const scaled = sets.find(({ metadata }) => metadata.name === scaler.spec.scaleTargetRef.name);
    expect(scaled?.spec.replicas).toBeUndefined();
  });

  it("keep the volume of a replica that is taken away, and give it time to hand on what waits", () => {
    for (const set of sets) {
      const { config } = configOf(set);
      const { volumeClaimTemplates, persistentVolumeClaimRetentionPolicy, template } = set.spec;
      expect(persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: "Retain", whenScaled: "Retain" });
      const [container] = template.spec.containers as [Container];
      const data = container.volumeMounts.find(({ mountPath }) => mountPath === config.store.path);
      expect(volumeClaimTemplates.map(({ metadata }) => metadata.name)).toEqual([data?.name]);
      const rounds = config.kafka?.forwardTo === undefined ? 1 : 2;
      const before = container.lifecycle?.preStop.sleep.seconds ?? 0;
      const needed = rounds * (config.server.drainFor / SECOND) + before + 15;
      expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(needed);
    }
  });

  it("hold configurations that a server loads, with each secret of the example used", () => {
    const [front, worker] = sets.map(configOf) as [ReturnType<typeof configOf>, ReturnType<typeof configOf>];
    for (const { used, given, config } of [front, worker]) {
      expect(used).toEqual(given);
      expect(config.server.webhooks).toEqual({ host: "0.0.0.0", port: 8460, metrics: true });
      expect(config.kafka).toMatchObject({ ssl: true, sasl: { mechanism: "scram-sha-512" } });
    }
    expect(worker.config.kafka?.topics).toEqual([{ topic: front.config.kafka?.forwardTo, trusted: true }]);
    expect(namesOf(worker.config)).toEqual(namesOf(front.config));
  });

  it.skipIf(engine("kubectl") === null)("are put together by kustomize", () => {
    const program = engine("kubectl") ?? "";
    const text = execFileSync(program, ["kustomize", deployed("kubernetes")], { encoding: "utf8" });
    const built = readDocuments(text) as Manifest[];
    expect(built.length).toBe(manifests.length + kustomization.configMapGenerator.length);
    expect(built.flatMap(problems)).toEqual([]);
    const outside = built.filter(({ kind, metadata }) => kind !== "Namespace" && metadata.namespace !== "annalist");
    expect(outside).toEqual([]);
    for (const { name } of kustomization.configMapGenerator) {
      expect(text).toMatch(new RegExp(`configMap:\\n +name: ${name}-[a-z0-9]{10}\\n`));
    }
  });
});
