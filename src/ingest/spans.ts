import {
  type Context,
  context,
  isSpanContextValid,
  type Link,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { Receipt } from "./delivery.ts";
import type { BatchReport } from "./drain/draining.ts";

/** So many received deliveries are remembered until they are decoded; beyond that, decoding is traced without links. */
const MOST_LINKS = 10_000;

/**
 * The spans of ingest: `annalist.receive` under whatever is active (a request's), with `annalist.verify` and `annalist.inbox` in it;
 * later, apart from the request, `annalist.decode` and `annalist.append` for a batch, linked to the receive spans of its deliveries.
 * Costs next to nothing where no SDK is registered.
 */
export class IngestSpans {
  readonly #tracer: Tracer;
  readonly #links = new Map<string, Link>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** Runs a whole reception, of one or of many, in its span; `work` gets the context for the steps inside. */
  async receive(source: string, work: (inside: Context) => Promise<readonly Receipt[]>): Promise<readonly Receipt[]> {
    const span = this.#tracer.startSpan("annalist.receive", { attributes: { "annalist.source": source } });
    try {
      const around = context.active();
      const receipts = await work(span.isRecording() ? trace.setSpan(around, span) : around);
      this.#note(span, receipts);
      return receipts;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }

  /** Runs one step in a span of its own. */
  step<T>(name: "annalist.verify" | "annalist.inbox", inside: Context, work: () => T): T {
    const span = this.#tracer.startSpan(name, {}, inside);
    const result = work();
    if (result instanceof Promise) return result.finally(() => span.end()) as T;
    span.end();
    return result;
  }

  /** Writes the spans of a batch afterwards, from its times. `endedAtMs`: milliseconds since 1970. */
  drained({ deliveries, decodeMs, appendMs, outcomes }: BatchReport, endedAtMs: number): void {
    const links = this.#linksOf(deliveries);
    const attributes = { "annalist.deliveries": deliveries.length };
    const appendedFrom = endedAtMs - appendMs;
    const from = appendedFrom - decodeMs;
    this.#tracer.startSpan("annalist.decode", { startTime: from, links, attributes, root: true }).end(appendedFrom);
    this.#tracer
      .startSpan("annalist.append", {
        startTime: appendedFrom,
        links,
        root: true,
        attributes: { ...attributes, "annalist.events.appended": outcomes.appended },
      })
      .end(endedAtMs);
  }

  /** One for each reception. They are forgotten. */
  #linksOf(deliveries: readonly string[]): Link[] {
    if (this.#links.size === 0) return [];
    const links = new Map<string, Link>();
    for (const id of deliveries) {
      const link = this.#links.get(id);
      if (link === undefined) continue;
      links.set(link.context.spanId, link);
      this.#links.delete(id);
    }
    return [...links.values()];
  }

  #note(span: Span, receipts: readonly Receipt[]): void {
    const [first] = receipts;
    if (receipts.length > 1) span.setAttribute("annalist.deliveries", receipts.length);
    else if (first) {
      span.setAttribute("annalist.outcome", "rejection" in first ? first.rejection.code : first.is);
      if ("delivery" in first) span.setAttribute("annalist.delivery", first.delivery);
    }
    const spanContext = span.spanContext();
    if (!isSpanContextValid(spanContext)) return;
    for (const receipt of receipts) {
      if (this.#links.size >= MOST_LINKS) return;
      if (receipt.is === "accepted") this.#links.set(receipt.delivery, { context: spanContext });
    }
  }
}
