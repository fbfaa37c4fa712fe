import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Values by label. They MUST come from a small set that we choose (names of sources, codes), never from a payload: each distinct one is a series for ever. */
type Labels = Readonly<Record<string, string>>;

export interface Counting {
  add(labels?: Labels, by?: number): void;
}

export interface Observing {
  observe(value: number): void;
}

/** Numbers about one server, for Prometheus. Each has a registry of its own: several servers of one process do not add up. */
export class Metrics {
  readonly #registry = new Registry();

  /** The format of {@link render}: `text/plain; version=0.0.4`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Counts up, per set of labels. By convention its name ends in `_total`. @throws Error where the name is taken */
  counter(name: string, help: string, labelNames: readonly string[] = []): Counting {
    const counter = new Counter({ name, help, labelNames, registers: [this.#registry] });
    return { add: (labels = {}, by = 1) => counter.inc(labels, by) };
  }

  /** A value that is read whenever somebody asks. @throws Error where the name is taken */
  gauge(name: string, help: string, read: () => number): void {
    this.gauges(name, help, [], () => [{ labels: {}, value: read() }]);
  }

  /** A value per set of labels, read whenever somebody asks. @throws Error where the name is taken */
  gauges(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Iterable<{ readonly labels: Labels; readonly value: number }>,
  ): void {
    const gauge = new Gauge({
      ...{ name, help, labelNames, registers: [this.#registry] },
      collect() {
        gauge.reset();
        for (const { labels, value } of read()) gauge.set(labels, value);
      },
    });
  }

  /** Counts values into buckets by their upper bounds, which must rise. @throws Error where the name is taken */
  histogram(name: string, help: string, bounds: readonly number[]): Observing {
    return new Histogram({ name, help, buckets: [...bounds], registers: [this.#registry] });
  }

  /** What a process says about itself: memory, CPU, and how long its event loop kept others waiting since the last look. */
  ofProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** All of them, as text. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }
}
