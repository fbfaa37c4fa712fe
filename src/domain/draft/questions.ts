import type { Attachment } from "../correlate/incident-view.ts";
import type { OpsEvent } from "../event.ts";
import { questionId } from "../served-names.ts";
import { spellSpan } from "../spell.ts";
import { formatInstant, type Instant, instantOf, MINUTE, type Span } from "../time.ts";
import type { Negative } from "./detection.ts";
import type { Told } from "./entries.ts";
import { eventOf, keyOf } from "./happenings/happening.ts";
import type { Coverage, Missing, Moments, Question } from "./schema.ts";

/** A gap this long between entries of the timeline is asked about, while the incident was open. */
const SILENCE = 30 * MINUTE;
/** More silent stretches than this say nothing new. */
const MOST_SILENCES = 3;

interface Known {
  /** The entries of the timeline. */
  readonly shown: readonly Told[];
  readonly moments: Moments;
  readonly negatives: readonly Negative[];
  readonly coverage: readonly Coverage[];
  /** The sources that told of something meanwhile. */
  readonly heard: readonly string[];
}

/** What the record leaves open, for a person to answer or to leave open: never an accusation, never a guess. */
export function askQuestions({ shown, moments, negatives, coverage, heard }: Known): Question[] {
  return [
    ...missingMoments(moments),
    ...negativeMetrics(negatives),
    ...silences(shown, moments),
    ...openAlerts(shown),
    ...unansweredPages(shown),
    ...silentSources(coverage, new Set(heard)),
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
    .map((name) => question(MISSING_MOMENT, name, ASKED[name] ?? "", name));
}

const MISSING_MOMENT = "missing_moment";

/** The id of the question when a key moment was. */
export const missingMomentId = (name: keyof Moments): string => questionId(MISSING_MOMENT, name);

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

/** The longest silences between the first sign and the end, of impact or of all, through which nothing on the timeline was still going on. */
function silences(shown: readonly Told[], moments: Moments): Question[] {
  const from = shown.findIndex(({ entry }) => entry.id === moments.detected.entry);
  const to = shown.findIndex(({ entry }) => entry.id === moments.resolved.entry);
  const open = shown.slice(Math.max(from, 0), to < 0 ? shown.length : to + 1);
  const ended = moments.impactEnded.at === null ? Number.POSITIVE_INFINITY : instantOf(moments.impactEnded.at);
  const found: Silence[] = [];
  open.forEach((later, index) => {
    const earlier = open[index - 1];
    if (!earlier || later.at - earlier.at < SILENCE || earlier.at >= ended) return;
    const gap = { earlier, later };
    if (!shown.some((told) => goesOnThrough(told, gap))) found.push(gap);
  });
  return found
    .sort((a, b) => lengthOf(b) - lengthOf(a) || (a.later.at < b.later.at ? -1 : 1))
    .slice(0, MOST_SILENCES)
    .sort((a, b) => a.later.at - b.later.at)
    .map(silence);
}

/** Two neighbours on the timeline between which much time passes. */
interface Silence {
  readonly earlier: Told;
  readonly later: Told;
}

/** Whether a change was under way until after the silence, as its line says. That an alert still fires does not say what people did. */
function goesOnThrough({ at, happening: { sort, until } }: Told, { earlier, later }: Silence): boolean {
  return sort === "change" && at <= earlier.at && until !== null && until >= later.at;
}

const lengthOf = ({ earlier, later }: Silence): Span => later.at - earlier.at;

function silence({ earlier, later }: Silence): Question {
  const text = `Nothing stands on the timeline for ${spellSpan(later.at - earlier.at)} after ${clock(earlier.at)}. What happened then?`;
  return question("silent_stretch", earlier.anchor, text, earlier.entry.id);
}

const clock = (at: Instant): string => `${formatInstant(at, "m").slice(11, 16)} UTC`;

function openAlerts(shown: readonly Told[]): Question[] {
  const firing = shown.filter(({ happening: { sort, until } }) => sort === "alert" && until === null);
  if (firing.length === 0) return [];
  const cleared = new Set(
    shown
      .filter(({ happening: { sort } }) => sort === "clear" || sort === "message")
      .flatMap(({ happening }) => keysOf(happening.events, "episode")),
  );
  const closings = shown
    .flatMap(({ happening }) => happening.events)
    .filter(({ event: { event } }) => event.kind === "page" && event.action === "resolved");
  const closed = new Set(keysOf(closings, "page"));
  // An alert that a pager told of as its page's is over with its page.
  const isOver = (event: OpsEvent) =>
    isAmong(cleared, keyOf(event, "episode")) || isAmong(closed, keyOf(event, "page"));
  return firing
    .filter(({ happening: { event } }) => !isOver(event))
    .map(({ anchor, entry }) =>
      question("alert_never_resolved", anchor, `Did it ever end? No end is in the record of: ${entry.text}`, entry.id),
    );
}

/** What else was folded into a happening has no such key. */
const keysOf = (events: readonly Attachment[], type: string): string[] =>
  events.flatMap((event) => keyOf(eventOf(event), type) ?? []);

const isAmong = (keys: ReadonlySet<string>, key: string | undefined): boolean => key !== undefined && keys.has(key);

function unansweredPages(shown: readonly Told[]): Question[] {
  const answers = shown.filter(({ happening: { kind, sort } }) => kind === "acknowledgement" || sort === "closing");
  const answered = new Set(answers.flatMap(({ happening }) => keysOf(happening.events, "page")));
  const isOpen = ({ happening: { events } }: Told): boolean =>
    events.some(isCall) && events.filter(isCall).every((page) => !isAmong(answered, keyOf(eventOf(page), "page")));
  return shown
    .filter(isOpen)
    .map(({ anchor, entry }) =>
      question("page_unacknowledged", anchor, `Who answered? Nobody acknowledged: ${entry.text}`, entry.id),
    );
}

const isCall = ({ event: { event } }: Attachment): boolean => event.kind === "page" && event.action === "triggered";

/** A source that told of something else meanwhile was sending. */
function silentSources(coverage: readonly Coverage[], heard: ReadonlySet<string>): Question[] {
  return coverage
    .filter(({ source, first }) => first === null && !heard.has(source))
    .map(({ source }) =>
      question(SILENT, source, `Was "${source}" sending? Nothing of this incident came from it.`, source),
    );
}

const SILENT = "source_silent";

/** Without those whether a source was sending of which something came that could not be used. */
export function withoutHeard(questions: readonly Question[], missing: readonly Missing[]): Question[] {
  const answered = new Set(missing.map(({ source }) => questionId(SILENT, source)));
  return questions.filter(({ id }) => !answered.has(id));
}
