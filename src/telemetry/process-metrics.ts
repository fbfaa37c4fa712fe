import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metrics } from "./metrics.ts";

/** Registers what a process says about itself: memory, CPU, and how long its event loop kept others waiting since the last look. */
export function registerProcessMetrics(metrics: Metrics, process: NodeJS.Process): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  metrics.gauge("process_resident_memory_bytes", "Memory of the process.", () => process.memoryUsage.rss());
  metrics.gauge("process_cpu_seconds", "CPU time used since the start.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.gauge("nodejs_eventloop_lag_p99_seconds", "99th percentile of event loop delay since the last look.", () => {
    const seconds = delay.count === 0 ? 0 : delay.percentile(99) / 1e9;
    delay.reset();
    return seconds;
  });
}
