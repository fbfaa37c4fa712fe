import type { IncidentView, Opener, OpenerType } from "../correlate/incident-view.ts";
import { formatInstant } from "../time.ts";
import type { Because, OpenedBy } from "./explanation.ts";

const OPENS: Readonly<Record<OpenerType, Because>> = {
  alert: { rule: "alert", words: "an alert that is severe enough to open an incident" },
  page: { rule: "page", words: "somebody was paged" },
  status: { rule: "status", words: "an incident on the status page" },
  declaration: { rule: "declaration", words: "somebody declared an incident" },
  report: { rule: "report", words: "a person told of an outage" },
};

/** Why there is this incident: the events that opened it, in their order, and that the later ones were taken for the same. */
export function openedBy({ openers, opener }: IncidentView): OpenedBy[] {
  return openers.map((one) => ({ ...eventOf(one), because: becauseOf(one, one.event.event.key === opener) }));
}

function eventOf({ event: { event, delivery } }: Opener): Omit<OpenedBy, "because"> {
  const { key, title, occurredAt, precision } = event;
  return { event: key, delivery, at: formatInstant(occurredAt, precision), title };
}

function becauseOf({ type, services }: Opener, isNaming: boolean): Because {
  const { rule, words } = OPENS[type];
  const about = services.length === 0 ? "" : `, about ${services.join(", ")}`;
  return { rule, words: `${words}${about}${isNaming ? "; it names the incident" : "; it belongs to the same"}` };
}
