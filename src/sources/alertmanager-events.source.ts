import { type Static, Type } from "typebox";
import { accept, type Outcome } from "../domain/outcome.ts";
import { checkEach } from "./lib/check.ts";
import { defineSource, type Normalized, type SourceEvent } from "./lib/define.ts";
import { alertEvent } from "./lib/prometheus-alert.ts";
import { asAlert, RecordedAlert } from "./lib/recorded-alert.ts";
import { ignore } from "./lib/shapes.ts";
import { Silence, silenceEvent } from "./lib/silence.ts";

const OneAlert = Type.Optional(Type.Object({ alert: RecordedAlert }));
const OneSilence = Type.Optional(Type.Object({ silence: Silence }));

/** One record. Exactly one member of `data` is there; of those that we do not read only the name counts. */
const Recorded = Type.Object({
  "@timestamp": Type.Optional(Type.String()),
  data: Type.Intersect([
    Type.Object({
      alertCreated: OneAlert,
      alertGrouped: OneAlert,
      alertResolved: OneAlert,
      notification: Type.Optional(Type.Object({ alerts: Type.Optional(Type.Array(RecordedAlert)) })),
      silenceCreated: OneSilence,
      silenceUpdated: OneSilence,
    }),
    Type.Record(Type.String(), Type.Unknown()),
  ]),
});
type Recorded = Static<typeof Recorded>;

/**
 * Prometheus Alertmanager's event recorder (0.33 and later), written as JSON to Kafka or to a webhook, one record or a batch. Its alerts are the
 * same events as the webhook's: they are told of when they are created, grouped, notified about and resolved, and what they have in common is
 * their fingerprint, their start and their state. When something was recorded says nothing about when it happened.
 */
export default defineSource({
  name: "alertmanager-events",
  auth: ["bearer", "basic"],
  bodyLimit: 8 * 1024 * 1024,
  headers: [],
  payload: Type.Array(Type.Unknown()),

  read(body, _context, json): Outcome<unknown> {
    const parsed = json(body);
    if (!parsed.ok) return parsed;
    return accept(Array.isArray(parsed.value) ? parsed.value : [parsed.value]);
  },

  normalize(records) {
    const { good, rejected } = checkEach(Recorded, records, "records");
    const parts = good.map(normalizeOne);
    return {
      events: parts.flatMap(({ events }) => events),
      rejected,
      ignored: parts.flatMap(({ ignored = [] }) => ignored),
    };
  },
});

function normalizeOne({ "@timestamp": recordedAt, data }: Recorded): Normalized {
  const { alertCreated, alertGrouped, alertResolved, notification, silenceCreated, silenceUpdated } = data;
  const silence = (silenceCreated ?? silenceUpdated)?.silence;
  if (silence) return { events: [silenceEvent(silence, recordedAt)] };
  const one = (alertCreated ?? alertGrouped ?? alertResolved)?.alert;
  if (!one && !notification) return ignore(Object.keys(data)[0] ?? "no data");
  return { events: eventsOf(one ? [one] : (notification?.alerts ?? [])) };
}

/** A resolved alert may be the first that is heard of it. */
function eventsOf(alerts: readonly RecordedAlert[]): SourceEvent[] {
  return alerts.flatMap((recorded) => {
    const alert = asAlert(recorded);
    if (!alert) return [];
    const firing = alertEvent(alert, "firing");
    return alert.status === "resolved" ? [firing, alertEvent(alert, "resolved")] : [firing];
  });
}
