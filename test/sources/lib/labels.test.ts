import { describe, expect, it } from "vitest";
import { labelFingerprint } from "../../../src/sources/lib/fingerprint.ts";
import { readLabels } from "../../../src/sources/lib/label-names.ts";

describe("readLabels", () => {
  it.each([
    [{ service: "quotes", app: "quote-app", job: "quote-job" }, "quotes"],
    [{ app: "quote-app", component: "pricing" }, "quote-app"],
    [{ app_kubernetes_io_name: "quotes" }, "quotes"],
    [{ service: "{{ $labels.service }}", component: "pricing" }, "pricing"],
    [{ job: "checkout-api" }, "checkout-api"],
    [{ job: "monitoring/checkout-api" }, "checkout-api"],
    [{ job: "node-exporter" }, undefined],
    [{ job: "monitoring/kube-state-metrics" }, undefined],
    [{ job: "blackbox" }, undefined],
    [{ job: "kubernetes-pods" }, undefined],
    [{ instance: "web-1:9100" }, undefined],
  ])("takes the service of %j to be %s", (labels, service) => {
    expect(readLabels(labels as Record<string, string>).service).toBe(service);
  });

  it("lists what else may name a service, addresses by their host", () => {
    const { names, environment } = readLabels({
      ...{ alertname: "X", severity: "critical", region: "north", service: "quotes", __name__: "up", team: "pricing" },
      ...{
        env: "staging",
        instance: "quotes-3.haulwise.example:9102",
        target: "https://shop.haulwise.example/health?x=1",
      },
      ...{ pod: "quotes-7d9f", replicas: "3", enabled: "true", namespace: "quotes", address: "[2001:db8::17]:9100" },
      deployment: "Quote engine",
    });
    expect(names).toEqual([
      "2001:db8::17",
      "Quote engine",
      "quotes-3.haulwise.example",
      "quotes-7d9f",
      "shop.haulwise.example",
    ]);
    expect(environment).toBe("staging");
  });

  it("does not depend on the order of labels", () => {
    expect(readLabels({ pod: "b", cluster: "a" })).toEqual(readLabels({ cluster: "a", pod: "b" }));
  });
});

describe("labelFingerprint", () => {
  it("is Prometheus's own: FNV-1a, where nothing hashes to the offset basis", () => {
    expect(labelFingerprint({})).toBe("cbf29ce484222325");
  });

  it("depends on names and values and where they part, not on their order", () => {
    expect(labelFingerprint({ a: "1", b: "2" })).toBe(labelFingerprint({ b: "2", a: "1" }));
    expect(labelFingerprint({ a: "bc" })).not.toBe(labelFingerprint({ ab: "c" }));
    expect(labelFingerprint({ a: "1" })).not.toBe(labelFingerprint({ a: "2" }));
    expect(labelFingerprint({ ort: "Zürich" })).toMatch(/^[0-9a-f]{16}$/);
  });
});
