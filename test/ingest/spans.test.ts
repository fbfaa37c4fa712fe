import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { arrivalOf, berths, openWorld, signatureOf } from "./world.ts";

interface Ended {
  readonly name: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly links: readonly string[];
  readonly attributes: Record<string, unknown>;
}

/** A tracer that keeps what ended, as an SDK would export it. */
class RecordingTracer implements Tracer {
  readonly ended: Ended[] = [];
  #next = 0;

  startSpan(name: string, options: SpanOptions = {}, around: Context = context.active()): Span {
    this.#next += 1;
    const id = this.#next.toString(16).padStart(16, "0");
    const parent = options.root ? undefined : trace.getSpanContext(around)?.spanId;
    const links = (options.links ?? []).map((link) => link.context.spanId);
    const attributes: Record<string, unknown> = { ...options.attributes };
    const spanContext: SpanContext = { traceId: "1".repeat(32), spanId: id, traceFlags: 1 };
    const span = {
      spanContext: () => spanContext,
      isRecording: () => true,
      setAttribute: (key: string, value: unknown) => {
        attributes[key] = value;
        return span;
      },
      end: () => void this.ended.push({ name, id, parent, links, attributes }),
    };
    return span as unknown as Span;
  }

  startActiveSpan(): never {
    throw new Error("not used");
  }
}

/** What an SDK registers, so that a request's trace is active while it is received. */
class StorageManager implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active = () => this.#storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager["with"] = (around, work, self, ...rest) =>
    this.#storage.run(around, () => work.call(self as never, ...rest));
  bind = <T>(_around: Context, target: T) => target;
  enable = () => this;
  disable = () => this;
}

beforeAll(() => {
  context.setGlobalContextManager(new StorageManager());
  propagation.setGlobalPropagator({
    inject: () => undefined,
    fields: () => ["traceparent"],
    extract: (around, carrier: Record<string, string>) => {
      const [, traceId = "", spanId = ""] = carrier["traceparent"]?.split("-") ?? [];
      return trace.setSpanContext(around, { traceId, spanId, traceFlags: 1 });
    },
  });
});
afterAll(() => {
  context.disable();
  propagation.disable();
});

it("spans lead from the sender's trace over the inbox to the store", async () => {
  const tracer = new RecordingTracer();
  const world = openWorld({ tracer });
  const body = JSON.stringify(berths("Fram"));
  const sender = "abcdefabcdefabcd";
  const answer = await world.app.inject({
    ...{ method: "POST", url: "/webhooks/harbour", payload: body },
    headers: { "x-harbour-signature": signatureOf(body), traceparent: `00-${"1".repeat(32)}-${sender}-01` },
  });
  await world.ingest.drained();
  const named = (name: string) => tracer.ended.find((span) => span.name === name);
  const receive = named("annalist.receive");
  expect(receive).toMatchObject({
    parent: sender,
    attributes: {
      "annalist.source": "harbour",
      "annalist.outcome": "accepted",
      "annalist.delivery": answer.json<{ delivery: string }>().delivery,
    },
  });
  expect(named("annalist.verify")?.parent).toBe(receive?.id);
  expect(named("annalist.inbox")?.parent).toBe(receive?.id);
  for (const later of ["annalist.decode", "annalist.append"]) {
    expect(named(later)).toMatchObject({ parent: undefined, links: [receive?.id] });
  }
  expect(named("annalist.append")?.attributes["annalist.events.appended"]).toBe(1);
  await world.close();
});

it("a refused delivery has its reason, and no span after verification", async () => {
  const tracer = new RecordingTracer();
  const world = openWorld({ tracer });
  await world.ingest.receive(arrivalOf(berths("Fram"), { headers: { "x-harbour-signature": "sha256=00" } }));
  expect(tracer.ended.map(({ name }) => name)).toEqual(["annalist.verify", "annalist.receive"]);
  expect(tracer.ended[1]?.attributes["annalist.outcome"]).toBe("wrong_signature");
  await world.close();
});
