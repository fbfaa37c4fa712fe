type Labels = Readonly<Record<string, string>>;

export interface Counter {
  add(labels?: Labels, by?: number): void;
}

export interface Histogram {
  observe(value: number): void;
}

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  lines(): readonly string[];
}

/**
 * Numbers about a running process, written in the text format of Prometheus. Label values MUST come from a small set that we choose (names of
 * sources, codes), never from a payload: each distinct one is a series for ever.
 */
export class Metrics {
  readonly #families: Family[] = [];

  /** Counts up, per set of labels. By convention its name ends in `_total`. */
  counter(name: string, help: string): Counter {
    const values = new Map<string, number>();
    this.#register({
      ...{ name, help, type: "counter" },
      lines: () => [...values].map(([labels, value]) => `${name}${labels} ${value}`),
    });
    return {
      add(labels = {}, by = 1) {
        const written = writeLabels(labels);
        values.set(written, (values.get(written) ?? 0) + by);
      },
    };
  }

  /** A value that is read whenever somebody asks. */
  gauge(name: string, help: string, read: () => number): void {
    this.#register({ name, help, type: "gauge", lines: () => [`${name} ${writeNumber(read())}`] });
  }

  /** A value per set of labels, read whenever somebody asks. */
  gauges(name: string, help: string, read: () => Iterable<{ readonly labels: Labels; readonly value: number }>): void {
    const lines = () =>
      Array.from(read(), ({ labels, value }) => `${name}${writeLabels(labels)} ${writeNumber(value)}`);
    this.#register({ name, help, type: "gauge", lines });
  }

  /** Counts values into buckets by their upper bounds, which must rise. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    const counts = new Array<number>(bounds.length + 1).fill(0);
    let sum = 0;
    this.#register({ name, help, type: "histogram", lines: () => writeHistogram(name, bounds, counts, sum) });
    return {
      observe(value) {
        const bucket = bounds.findIndex((bound) => value <= bound);
        const index = bucket === -1 ? bounds.length : bucket;
        counts[index] = (counts[index] ?? 0) + 1;
        sum += value;
      },
    };
  }

  /** All families, in the order of their registration: `text/plain; version=0.0.4`. */
  render(): string {
    const blocks = this.#families.map(({ name, help, type, lines }) =>
      [
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
        `# TYPE ${name} ${type}`,
        ...lines(),
      ].join("\n"),
    );
    return `${blocks.join("\n")}\n`;
  }

  #register(family: Family): void {
    if (this.#families.some(({ name }) => name === family.name)) {
      throw new Error(`metric ${family.name} is registered twice`);
    }
    this.#families.push(family);
  }
}

function writeHistogram(name: string, bounds: readonly number[], counts: readonly number[], sum: number): string[] {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    return `${name}_bucket{le="${writeNumber(bounds[index] ?? Number.POSITIVE_INFINITY)}"} ${total}`;
  });
  return [...buckets, `${name}_sum ${writeNumber(sum)}`, `${name}_count ${total}`];
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function writeNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
