import { alertNameOf } from "../../alert-name.ts";
import type { Attachment } from "../../correlate/incident-view.ts";
import { type Severity, worstOf } from "../../event.ts";
import { eventOf, type Happening, keyOf } from "../happenings/happening.ts";
import type { Spoken } from "../happenings/spoken.ts";
import { log, show, type Verdict } from "./verdict.ts";

/** Ways to an incident that lead over another service. */
const OF_OTHERS = new Set(["dependency_in_window", "dependent_in_window"]);

/** Steps after which a page is nobody's again. */
const GOES_ON = new Set(["unacknowledged", "escalated", "reassigned"]);

/** Judges alerts, pages, their answers and their ends in the order of time: what is shown depends on what was before. */
export class ShownAlerts {
  readonly #spoken: Spoken;
  readonly #lifecycles = new Set<string>();
  readonly #names = new Set<string>();
  readonly #acknowledgers = new Set<string>();

  constructor(spoken: Spoken) {
    this.#spoken = spoken;
  }

  judgeAlert(one: Happening): Verdict {
    const severity = worstOf(one.events.map((attached) => eventOf(attached).severity));
    if (severity === "low") return log("low_alert: of low severity");
    const opens = one.events.some(({ rank }) => rank === 0);
    const name = alertNameOf(one.event);
    if (!opens && this.#names.has(name))
      return log("alert_again: the same alert stands on the timeline before, and this opens nothing");
    const isOfOthers = one.events.every(({ reason }) => OF_OTHERS.has(reason));
    if (isOfOthers && severity !== "critical" && !this.#spoken.touches(one))
      return log("alert_elsewhere: of another service, and nobody speaks of it");
    for (const { lead } of one.occurrences) this.#names.add(alertNameOf(eventOf(lead)));
    this.#names.add(name);
    for (const episode of episodes(one, severity)) this.#lifecycles.add(episode);
    return show("alert: fired while the incident was open");
  }

  judgePage(one: Happening): Verdict {
    if (one.event.action === "reopened") this.#acknowledgers.clear();
    for (const name of one.events.map(lifecycleOf)) if (name !== undefined) this.#lifecycles.add(name);
    return show("page: somebody was called");
  }

  /** Who took the incident on has it until the page goes on to others, whichever pages they answer meanwhile. */
  judgeAnswer({ event: { action, actor } }: Happening): Verdict {
    if (action !== "acknowledged") {
      if (GOES_ON.has(action)) this.#acknowledgers.clear();
      return action === "escalated"
        ? show("escalated: it went on to somebody else")
        : log("routing: who else was called");
    }
    if (actor.type === "automation") return log("automatic_answer: no person acknowledged it");
    const who = actor.id ?? actor.name;
    if (who !== undefined && this.#acknowledgers.has(who))
      return log("acknowledged_again: this person has taken the incident on before");
    if (who !== undefined) this.#acknowledgers.add(who);
    return show("acknowledged: somebody took it on");
  }

  /** The end of the gravest alert of those shown together: with it the alert's line is over. */
  judgeClear(one: Happening): Verdict {
    const ends = one.events.map(lifecycleOf).some((name) => name !== undefined && this.#lifecycles.has(name));
    return ends
      ? show("alert_ended: the end of an alert of the timeline")
      : log("minor_clear: the end of an alert beside the main one");
  }
}

function lifecycleOf({ event: { event } }: Attachment): string | undefined {
  return keyOf(event, "episode") ?? (event.kind === "page" ? keyOf(event, "page") : undefined) ?? event.group;
}

function episodes(one: Happening, severity: Severity | null): string[] {
  return one.events
    .filter(({ event }) => event.event.kind === "alert" && event.event.severity === severity)
    .map(lifecycleOf)
    .filter((name) => name !== undefined);
}
