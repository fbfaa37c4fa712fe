import type { OpsEvent } from "../event.ts";
import { questionId } from "../served-names.ts";
import { spellSpan } from "../spell.ts";
import { formatInstant, type Instant, MINUTE } from "../time.ts";
import type { Negative } from "./detection.ts";
import type { Told } from "./entries.ts";
import { eventOf, keyOf } from "./happening.ts";
import type { Coverage, Moments, Question } from "./schema.ts";

/** A gap this long between entries of the timeline is asked about, while the incident was open. */
const SILENCE = 30 * MINUTE;
/** More silent stretches than this say nothing new. */
const MOST_SILENCES = 3;

interface Known {
  readonly entries: readonly Told[];
  readonly moments: Moments;
  readonly negatives: readonly Negative[];
  readonly coverage: readonly Coverage[];
}

/** What the record leaves open, for a person to answer or to leave open: never an accusation, never a guess. */
export function askQuestions(known: Known): Question[] {
  const shown = known.entries.filter(({ entry }) => entry.visibility === "timeline");
  return [
    ...missingMoments(known.moments),
    ...negativeMetrics(known.negatives),
    ...silences(shown, known.moments),
    ...openAlerts(shown),
    ...unansweredPages(shown),
    ...silentSources(known.coverage),
  ];
}

function question(rule: string, subject: string, text: string, about: string | null): Question {
  return { id: questionId(rule, subject), text, about, version: 0, state: "open" };
}

const ASKED: Partial<Readonly<Record<keyof Moments, string>>> = {
  impactStarted: "When did impact start? Nothing in the record tells.",
  detected: "How was it noticed? There is no alert and no report in the record.",
  acknowledged: "Who took it on first, and when? No acknowledgement is in the record.",
  mitigated: "When was impact mitigated? Nothing in the record says so.",
  resolved: "When was it over? Nothing in the record says so.",
};

function missingMoments(moments: Moments): Question[] {
  return (Object.keys(ASKED) as (keyof Moments)[])
    .filter((name) => moments[name].at === null)
    .map((name) => question("missing_moment", name, ASKED[name] ?? "", name));
}

export function negativeMetrics(negatives: readonly Negative[]): Question[] {
  return negatives.map(({ metric, from, to }) =>
    question(
      "negative_metric",
      metric,
      `${metric.toUpperCase()} would be negative: "${to}" lies before "${from}". Which of the two is right?`,
      to,
    ),
  );
}

/** The longest silences between the first sign and the end. */
function silences(shown: readonly Told[], moments: Moments): Question[] {
  const from = shown.findIndex(({ entry }) => entry.id === moments.detected.entry);
  const to = shown.findIndex(({ entry }) => entry.id === moments.resolved.entry);
  const open = shown.slice(Math.max(from, 0), to < 0 ? shown.length : to + 1);
  const pairs = open.slice(1).map((later, index) => ({ earlier: open[index], later }));
  return pairs
    .filter(({ earlier, later }) => earlier && later.at - earlier.at >= SILENCE)
    .sort(
      (a, b) =>
        b.later.at - (b.earlier?.at ?? 0) - (a.later.at - (a.earlier?.at ?? 0)) || (a.later.at < b.later.at ? -1 : 1),
    )
    .slice(0, MOST_SILENCES)
    .sort((a, b) => a.later.at - b.later.at)
    .flatMap(({ earlier, later }) => (earlier ? [silence(earlier, later)] : []));
}

function silence(earlier: Told, later: Told): Question {
  const text = `Nothing stands on the timeline for ${spellSpan(later.at - earlier.at)} after ${clock(earlier.at)}. What happened then?`;
  return question("silent_stretch", earlier.anchor, text, earlier.entry.id);
}

const clock = (at: Instant): string => `${formatInstant(at, "m").slice(11, 16)} UTC`;

function openAlerts(shown: readonly Told[]): Question[] {
  const cleared = new Set(
    shown
      .filter(({ happening }) => happening.sort === "clear")
      .flatMap(({ happening }) => happening.events.map((event) => keyOf(eventOf(event), "episode"))),
  );
  const closed = new Set(
    shown
      .flatMap(({ happening }) => happening.events)
      .filter(({ event: { event } }) => event.kind === "page" && event.action === "resolved")
      .map((event) => keyOf(eventOf(event), "page")),
  );
  // An alert that a pager told of as its page's is over with its page.
  const isOver = (event: OpsEvent) =>
    cleared.has(keyOf(event, "episode")) || closed.has(keyOf(event, "page") ?? "no page");
  return shown
    .filter(({ happening: { sort, until, lead } }) => sort === "alert" && until === null && !isOver(eventOf(lead)))
    .map(({ anchor, entry }) =>
      question("alert_never_resolved", anchor, `Did it ever end? No end is in the record of: ${entry.text}`, entry.id),
    );
}

function unansweredPages(shown: readonly Told[]): Question[] {
  const answered = new Set(
    shown
      .flatMap(({ happening }) =>
        happening.kind === "acknowledgement" || happening.sort === "closing" ? happening.events : [],
      )
      .map((event) => keyOf(eventOf(event), "page")),
  );
  return shown.flatMap(({ happening, anchor, entry }) => {
    const pages = happening.events.filter(
      ({ event: { event } }) => event.kind === "page" && event.action === "triggered",
    );
    const open = pages.length > 0 && pages.every((page) => !answered.has(keyOf(eventOf(page), "page")));
    return open
      ? [question("page_unacknowledged", anchor, `Who answered? Nobody acknowledged: ${entry.text}`, entry.id)]
      : [];
  });
}

function silentSources(coverage: readonly Coverage[]): Question[] {
  return coverage
    .filter(({ first }) => first === null)
    .map(({ source }) =>
      question(
        "source_silent",
        source,
        `Was "${source}" sending? Nothing came from it in the incident's window.`,
        source,
      ),
    );
}
