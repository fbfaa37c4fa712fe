/** A thing of PagerDuty's, as both the webhooks and the REST API refer to it. */
export interface Reference {
  readonly id: string;
  readonly type: string;
  readonly summary: string;
  readonly html_url: string;
}

/** What the REST API lists under an incident. */
export interface RestIncident {
  readonly incident: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly log_entries: readonly object[];
  readonly alerts: readonly object[];
  readonly notes: readonly object[];
  readonly related_change_events: readonly object[];
}

/** One incident told twice: by the webhooks that were sent while it lasted, and by the REST API afterwards. */
export interface Story {
  readonly webhooks: readonly object[];
  readonly rest: RestIncident;
}

const page = (path: string) => `https://brickworks.pagerduty.example/${path}`;
const reference = (kind: string, id: string, summary: string): Reference => ({
  ...{ id, type: `${kind}_reference`, summary },
  html_url: page(`${kind}s/${id}`),
});

const INES = reference("user", "PINES1", "Ines Calder");
const RAFE = reference("user", "PRAFE2", "Rafe Ostrum");
const KILNS = reference("service", "PKILNS", "kiln-control");

/** What happened: when (to the ms), what the webhook and the log call it, who did it, and what each adds. */
interface Step {
  readonly at: string;
  readonly webhook?: string;
  readonly entry?: string;
  readonly by?: Reference;
  readonly adds?: object;
  readonly note?: { readonly id: string; readonly content: string };
  /** The log was written in the second before, or after. */
  readonly skew?: -1 | 1;
}

const STEPS: readonly Step[] = [
  { at: "07:00:00.412", webhook: "triggered", entry: "trigger" },
  { at: "07:00:01.003", entry: "assign", adds: { assignees: [INES] } },
  { at: "07:00:03.000", entry: "notify" },
  { at: "07:02:41.980", webhook: "acknowledged", entry: "acknowledge", by: INES, skew: 1 },
  {
    at: "07:09:10.250",
    webhook: "annotated",
    entry: "annotate",
    by: INES,
    note: { id: "PNOTE7", content: "Burner 4 is out; changing the valve." },
  },
  { at: "07:15:00.001", webhook: "escalated", entry: "escalate", adds: { assignees: [RAFE] }, skew: -1 },
  { at: "07:16:30.700", webhook: "acknowledged", entry: "acknowledge", by: RAFE },
  { at: "07:41:20.555", webhook: "resolved", entry: "resolve", by: RAFE },
];

/** RFC 3339 times of the story, moved by so many ms. */
const clockOf = (shift: number) => {
  const ms = (at: string) => Date.parse(`2026-06-10T${at}Z`) + shift;
  return {
    precise: (at: string) => new Date(ms(at)).toISOString(),
    second: (at: string, skew = 0) =>
      new Date(Math.floor(ms(at) / 1000 + skew) * 1000).toISOString().replace(".000Z", "Z"),
  };
};

/** When the story ends, in ms since 1970. */
export const STORY_END = Date.parse("2026-06-10T07:41:20.555Z");

/** Tells the story of one incident, moved in time by so many ms. */
export function tellStory(id = "QKILN4", shift = 0): Story {
  const { precise, second } = clockOf(shift);
  const head = {
    ...{ id, type: "incident", html_url: page(`incidents/${id}`), title: "Kiln 4 below firing temperature" },
    ...{ incident_key: `kiln-4/${id}`, urgency: "high", service: KILNS, priority: null },
  };
  const webhooks = STEPS.flatMap(({ at, webhook, by, adds, note }, place) =>
    webhook === undefined
      ? []
      : [
          {
            event: {
              id: `01HOOK${id}${place}`,
              event_type: `incident.${webhook}`,
              occurred_at: precise(at),
              agent: by ?? null,
              data: note
                ? { ...note, type: "incident_note", incident: { ...reference("incident", id, head.title) } }
                : { ...head, number: 44, status: webhook, assignees: [INES], ...adds },
            },
          },
        ],
  );
  const log_entries = STEPS.map(({ at, entry, by, adds, note, skew }, place) => ({
    ...{ id: `RLOG${id}${place}`, type: `${entry}_log_entry`, summary: `${entry} entry`, created_at: second(at, skew) },
    ...{ agent: by ?? KILNS, service: KILNS, incident: reference("incident", id, `[#44] ${head.title}`), ...adds },
    channel: note ? { type: "note", summary: note.content } : { type: "auto" },
  }));
  const notes = STEPS.flatMap(({ at, by, note }) => (note ? [{ ...note, user: by, created_at: second(at) }] : []));
  const incident = {
    ...head,
    ...{ incident_number: 44, status: "resolved", summary: `[#44] ${head.title}`, created_at: second("07:00:00.412") },
    ...{ updated_at: second("07:41:20.555"), last_status_change_at: second("07:41:20.555"), assignments: [] },
    first_trigger_log_entry: { id: `RLOG${id}0`, type: "trigger_log_entry_reference" },
  };
  const alerts = [
    {
      ...{ id: `PAL${id}`, type: "alert", summary: head.title, created_at: second("07:00:00.412"), status: "resolved" },
      ...{ alert_key: head.incident_key, service: KILNS, severity: "critical", body: { details: { kiln: "4" } } },
    },
  ];
  const related_change_events = [
    {
      ...{ id: `01CHG${id}`, type: "change_event", summary: "Deploy of burner-firmware 12", source: "kiln-ci" },
      ...{ timestamp: second("06:48:00.000"), services: [{ id: KILNS.id, type: "service_reference" }] },
    },
  ];
  return { webhooks, rest: { incident, log_entries, alerts, notes, related_change_events } };
}
