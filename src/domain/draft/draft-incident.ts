import type { Attachment, IncidentView } from "../correlate/incident-view.ts";
import type { EventKind } from "../event.ts";
import { findAll } from "../findings/find-all.ts";
import { findMoments } from "../moments.ts";
import { alertHappenings } from "./alerts.ts";
import { channelHappenings, incidentHappenings, statusHappenings } from "./announcements.ts";
import { changeHappenings } from "./changes.ts";
import { coverageOf } from "./coverage.ts";
import { findDetection, measure } from "./detection.ts";
import { foldEchoes } from "./echoes.ts";
import { tellEntries } from "./entries.ts";
import { eventOf, type Happening, happening } from "./happening.ts";
import type { MachineDraft } from "./machine.ts";
import { foldBreaths, messageHappenings } from "./messages.ts";
import { onsetOf } from "./onset.ts";
import { pageHappenings } from "./pages.ts";
import { askQuestions } from "./questions.ts";
import { type DraftContext, type Scene, setScene } from "./scene.ts";
import { foldClears, foldStorms } from "./storms.ts";
import { summarize } from "./summary.ts";
import { decideVisibility } from "./visibility.ts";

/**
 * What the machine proposes for one incident: a function of the view, the settings and the reader, without a clock. Every attached event is
 * evidence of exactly one entry.
 */
export function draftIncident(view: IncidentView, context: DraftContext): MachineDraft {
  const scene = setScene(view, context);
  const happenings = gather(scene);
  decideVisibility(happenings, scene);
  const told = tellEntries(happenings, scene);
  const onset = onsetOf(told, view.start, context.settings.incidents.join);
  const moments = findMoments(told, onset);
  const detection = findDetection(told, onset);
  const { metrics, negatives } = measure(moments);
  const coverage = coverageOf(view, context.settings);
  return {
    opener: view.opener,
    incident: summarize(view, context.settings, moments),
    asOf: view.attached.reduce((latest, { event }) => Math.max(latest, event.event.occurredAt), view.start),
    entries: told.map(({ anchor, entry }) => ({ anchor, entry })),
    moments,
    detection,
    metrics,
    findings: findAll({ entries: told, moments, detection, metrics, settings: context.settings, people: scene.people }),
    questions: askQuestions({ entries: told, moments, negatives, coverage }),
    suggestions: view.suggestions.map(({ event, reason }) => ({ event: event.event.key, reason })),
    coverage,
    events: Object.fromEntries(view.attached.map(({ event }) => [event.event.key, event.content])),
  };
}

/** From events to happenings: lifecycles first, then what came together, then what several sources told. */
function gather(scene: Scene): Happening[] {
  const ofKind = sortOut(scene.view.attached);
  const alerts = alertHappenings(ofKind("alert"));
  const pages = pageHappenings(ofKind("page"));
  const statuses = statusHappenings(ofKind("status"));
  const incidents = incidentHappenings(ofKind("incident"));
  const channels = channelHappenings(ofKind("channel"), scene);
  const messages = messageHappenings([...ofKind("message"), ...ofKind("mark")], scene);
  const official = [...pages, ...statuses, ...incidents, ...channels];
  const bySort = (sort: Happening["sort"]) => official.filter((one) => one.sort === sort);
  return foldEchoes({
    alerts: foldStorms(
      alerts.filter(({ sort }) => sort === "alert"),
      scene,
    ),
    clears: foldClears([...alerts.filter(({ sort }) => sort === "clear")], scene).concat(bySort("clear")),
    pages: bySort("page"),
    answers: bySort("answer"),
    changes: changeHappenings(ofKind("change")),
    statuses: bySort("status"),
    declarations: bySort("declaration"),
    closings: bySort("closing"),
    messages: foldBreaths(messages.filter(({ sort }) => sort === "message")),
    posts: messages.filter(({ sort }) => sort === "post"),
    others: [...bySort("other"), ...ofKind("ticket").map((lead) => happening({ sort: "other", kind: "change", lead }))],
  });
}

function sortOut(attached: readonly Attachment[]): (kind: EventKind) => readonly Attachment[] {
  const kinds = Map.groupBy(attached, (each) => eventOf(each).kind);
  return (kind) => kinds.get(kind) ?? [];
}
