import { expect, it } from "vitest";
import { Metrics } from "../../src/telemetry/metrics.ts";

it("writes counters, gauges and histograms as Prometheus reads them", async () => {
  const metrics = new Metrics();
  const boats = metrics.counter("boats_total", "Boats by\nharbour.", ["harbour"]);
  let tide = 1.5;
  metrics.gauge("tide_metres", "The tide.", () => tide);
  metrics.gauges("depth_metres", "The depth.", ["pier"], () => [{ labels: { pier: "1" }, value: 4 }]);
  const waits = metrics.histogram("wait_seconds", "Waits.", [0.5, 2]);
  boats.add({ harbour: 'Old "North"\\\n' });
  boats.add({ harbour: 'Old "North"\\\n' }, 2);
  tide = Number.POSITIVE_INFINITY;
  for (const wait of [0.5, 1, 3]) waits.observe(wait);
  expect((await metrics.render()).replaceAll("\n\n", "\n")).toBe(
    [
      "# HELP boats_total Boats by\\nharbour.",
      "# TYPE boats_total counter",
      'boats_total{harbour="Old \\"North\\"\\\\\\n"} 3',
      "# HELP tide_metres The tide.",
      "# TYPE tide_metres gauge",
      "tide_metres +Inf",
      "# HELP depth_metres The depth.",
      "# TYPE depth_metres gauge",
      'depth_metres{pier="1"} 4',
      "# HELP wait_seconds Waits.",
      "# TYPE wait_seconds histogram",
      'wait_seconds_bucket{le="0.5"} 1',
      'wait_seconds_bucket{le="2"} 2',
      'wait_seconds_bucket{le="+Inf"} 3',
      "wait_seconds_sum 4.5",
      "wait_seconds_count 3",
      "",
    ].join("\n"),
  );
});

it("refuses a second metric of one name", () => {
  const metrics = new Metrics();
  metrics.counter("boats_total", "Boats.");
  expect(() => metrics.gauge("boats_total", "Boats.", () => 1)).toThrow("already been registered");
});

it("tells of the process, in the names and types that everybody uses", async () => {
  const metrics = new Metrics();
  metrics.ofProcess();
  const text = await metrics.render();
  expect(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(1_000_000);
  expect(text).toContain("# TYPE process_cpu_seconds_total counter\n");
  expect(text).toContain("# TYPE nodejs_eventloop_lag_p99_seconds gauge\n");
});

it("keeps servers of one process apart", async () => {
  const [one, other] = [new Metrics(), new Metrics()];
  one.counter("boats_total", "Boats.").add();
  other.counter("boats_total", "Boats.");
  expect(await one.render()).toContain("boats_total 1\n");
  expect(await other.render()).toContain("boats_total 0\n");
});
