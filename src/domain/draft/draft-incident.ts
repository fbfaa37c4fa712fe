import type { Attachment, IncidentView } from "../correlate/incident-view.ts";
import type { EventKind } from "../event.ts";
import { findAll } from "../findings/find-all.ts";
import { isPublic } from "../findings/public-word.ts";
import { gatherRemarks } from "../findings/remarks.ts";
import { MOMENTS, type MomentName } from "../kinds.ts";
import { findMoments } from "../moments.ts";
import { atOnce, type Steps } from "../steps.ts";
import { draftActions } from "./actions.ts";
import { coverageOf } from "./coverage.ts";
import { findDetection, measure } from "./detection.ts";
import { isShown, isWithin, type Told, tellEntries } from "./entries.ts";
import { alertHappenings } from "./happenings/alerts.ts";
import { channelHappenings, incidentHappenings, statusHappenings } from "./happenings/announcements.ts";
import { changeHappenings } from "./happenings/changes.ts";
import { nameByCourse } from "./happenings/course-kinds.ts";
import { eventOf, type Happening, happening } from "./happenings/happening.ts";
import { messageHappenings } from "./happenings/messages.ts";
import { pageHappenings } from "./happenings/pages.ts";
import { lintTimeline } from "./lines/lint-entry.ts";
import type { DraftedEntry, MachineDraft } from "./machine.ts";
import { onsetOf, raiseReports } from "./onset.ts";
import { askQuestions } from "./questions.ts";
import { type DraftContext, type Scene, setScene } from "./scene.ts";
import type { Entry, Moments } from "./schema.ts";
import { decideVisibility } from "./shown/visibility.ts";
import { summarize } from "./summary.ts";
import { foldEchoes } from "./told-twice/echoes.ts";
import { foldRetold } from "./told-twice/retold/retold.ts";
import { joinRollouts } from "./told-twice/rollouts.ts";
import { foldClears, foldStorms } from "./told-twice/storms.ts";
import { weighMessages } from "./weigh/weigh.ts";

/**
 * What the machine proposes for one incident: a function of the view, the settings and the reader, without a clock. Every attached event is
 * evidence of exactly one entry.
 */
export function draftIncident(view: IncidentView, context: DraftContext): MachineDraft {
  return atOnce(draftInSteps(view, context));
}

/** The same in steps, for incidents that take long. */
export function* draftInSteps(view: IncidentView, context: DraftContext): Steps<MachineDraft> {
  const scene = setScene(view, context);
  yield;
  const happenings = yield* judgeHappenings(scene);
  const told = tellEntries(foldRetold(happenings, scene), scene);
  const onset = onsetOf(told, view.start, context.settings.incidents.join);
  raiseReports(told, onset, view.start);
  const within = told.filter((one) => isWithin(one, onset));
  const moments = findMoments(within, scene.readingOf);
  const raised = raise(within, moments);
  const shown = told.filter(isShown);
  const lint = lintTimeline(told, context);
  yield;
  const detection = findDetection(shown, within.filter(isShown));
  const { metrics, negatives } = measure(moments);
  const coverage = coverageOf(view, context.settings);
  yield;
  const remarks = gatherRemarks(told, scene.people, scene.readingOf);
  const course = {
    entries: told,
    shown,
    posts: shown.filter(isPublic),
    moments,
    detection,
    metrics,
    settings: context.settings,
    people: scene.people,
    remarks,
  };
  const findings = findAll(course);
  const actions = draftActions(remarks, told, moments, scene.people);
  const questions = askQuestions({ shown, moments, negatives, coverage, heard: view.heard });
  yield;
  return {
    opener: view.opener,
    incident: summarize(view, context.settings, moments),
    asOf: view.attached.reduce((latest, { event }) => Math.max(latest, event.event.occurredAt), view.start),
    entries: told.map(({ anchor, entry }) => draftedEntry(anchor, entry, raised.get(entry.id))),
    ...{ moments, detection, metrics, findings, actions, questions },
    suggestions: view.suggestions.map(({ event, reason }) => ({ event: event.event.key, reason })),
    ...{ coverage, lint },
    events: contentsOf(view),
  };
}

/**
 * What happened, and what of it is a line of the timeline, before lines that tell the same are folded.
 *
 * @internal for training, beside {@link draftInSteps}
 */
export function* judgeHappenings(scene: Scene): Steps<Happening[]> {
  const happenings = yield* gather(scene);
  nameByCourse(happenings, scene.view.start);
  decideVisibility(happenings, scene);
  yield;
  return happenings;
}

/** What a key moment stands on is a line of the timeline. Returns the ids of those that are one for its sake, each with the moment. */
function raise(told: readonly Told[], moments: Moments): ReadonlyMap<string, MomentName> {
  const raised = new Map<string, MomentName>();
  for (const one of told) {
    const { entry } = one;
    const name = isShown(one) ? undefined : MOMENTS.find((each) => moments[each].entry === entry.id);
    if (name === undefined) continue;
    entry.visibility = "timeline";
    entry.reason = `key_moment: ${name} stands on it (${moments[name].reason})`;
    raised.set(entry.id, name);
  }
  return raised;
}

const draftedEntry = (anchor: string, entry: Entry, raisedFor: MomentName | undefined): DraftedEntry =>
  raisedFor === undefined ? { anchor, entry } : { anchor, entry, raisedFor };

function contentsOf({ attached }: IncidentView): MachineDraft["events"] {
  const contents: Record<string, string> = {};
  for (const { event } of attached) contents[event.event.key] = event.content;
  return contents;
}

/** From events to happenings: lifecycles first, then what came together, then what several sources told. */
function* gather(scene: Scene): Steps<Happening[]> {
  const ofKind = sortOut(scene.view.attached);
  const told = alertHappenings(ofKind("alert"));
  yield;
  const pages = pageHappenings(ofKind("page"));
  const statuses = statusHappenings(ofKind("status"));
  const incidents = incidentHappenings(ofKind("incident"));
  const channels = channelHappenings(ofKind("channel"), scene);
  const messages = messageHappenings([...ofKind("message"), ...ofKind("mark")], scene);
  yield;
  const official = [...pages, ...statuses, ...incidents, ...channels];
  const bySort = (sort: Happening["sort"]) => official.filter((one) => one.sort === sort);
  const alerts = foldStorms(
    told.filter(({ sort }) => sort === "alert"),
    scene,
  );
  yield;
  const clears = foldClears(
    told.filter(({ sort }) => sort === "clear"),
    scene,
  ).concat(bySort("clear"));
  const changes = joinRollouts(changeHappenings(ofKind("change")));
  yield;
  weighMessages(messages, [...told, ...official, ...changes]);
  yield;
  const all = {
    alerts,
    clears,
    pages: bySort("page"),
    answers: bySort("answer"),
    changes,
    statuses: bySort("status"),
    declarations: bySort("declaration"),
    closings: bySort("closing"),
    messages: messages.filter(({ sort }) => sort === "message"),
    posts: messages.filter(({ sort }) => sort === "post"),
    others: [...bySort("other"), ...ofKind("ticket").map((lead) => happening({ sort: "other", kind: "change", lead }))],
  };
  return foldEchoes(all, scene);
}

function sortOut(attached: readonly Attachment[]): (kind: EventKind) => readonly Attachment[] {
  const kinds = Map.groupBy(attached, (each) => eventOf(each).kind);
  return (kind) => kinds.get(kind) ?? [];
}
