import { type CorrelationKey, LIFECYCLES, type OpsEvent, type RecordedEvent } from "../event.ts";
import type { Steps } from "../steps.ts";
import { perEvent } from "./per-event.ts";

/** A lifecycle that events are steps of: the same object for all of them. Events are named by their place in the order. */
export interface Lifecycle {
  readonly type: string;
  /** Its last step. */
  last: number;
  /** The last step that closed it; -1 where none did. */
  closedBy: number;
}

export interface Lifecycles {
  /** By event: the lifecycles that it is a step of. */
  readonly of: readonly (readonly Lifecycle[])[];
  /** The lifecycle of a key; undefined for what is none, or has no step. */
  readonly named: (key: CorrelationKey) => Lifecycle | undefined;
}

const NONE: readonly Lifecycle[] = [];

/**
 * Finds the lifecycles of events in their order.
 *
 * @param tellsEnd whether a message that is a step of a lifecycle says that this ended
 */
export function* gatherLifecycles(
  events: readonly RecordedEvent[],
  tellsEnd: (message: OpsEvent) => boolean,
): Steps<Lifecycles> {
  const known = new Map([...LIFECYCLES].map((type) => [type, new Map<string, Lifecycle>()]));
  const of = yield* perEvent(events, ({ event }, index): readonly Lifecycle[] => {
    const { correlation, action, kind } = event;
    let steps: Lifecycle[] | null = null;
    for (const { type, value } of correlation) {
      const ofType = known.get(type);
      if (!ofType) continue;
      const lifecycle = takeStep(ofType, value, type, index);
      if (action === "resolved" || (kind === "message" && tellsEnd(event))) lifecycle.closedBy = index;
      if (steps) steps.push(lifecycle);
      else steps = [lifecycle];
    }
    return steps ?? NONE;
  });
  return { of, named: ({ type, value }) => known.get(type)?.get(value) };
}

function takeStep(ofType: Map<string, Lifecycle>, value: string, type: string, index: number): Lifecycle {
  const known = ofType.get(value);
  if (known) {
    known.last = index;
    return known;
  }
  const begun = { type, last: index, closedBy: -1 };
  ofType.set(value, begun);
  return begun;
}
