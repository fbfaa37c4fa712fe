import type { Action, Draft, Entry } from "../domain/draft/schema.ts";
import { counted } from "../web/view/words.ts";

/** What stands in the way of publishing a draft, or should be known before. */
export interface Obstacle {
  /** Stable, snake_case. */
  readonly code:
    | "undecided_conflict"
    | "unchanged"
    | "not_reviewed"
    | "new_since_review"
    | "unjudged_findings"
    | "open_questions"
    | "unowned_actions"
    | "orphaned_decisions"
    | "missing_deliveries"
    | "wording"
    | "incident_open"
    | "empty_timeline";
  /** Whether it must be dealt with first; the others are warnings. */
  readonly blocks: boolean;
  /** What is the matter and what to do, in a sentence. */
  readonly text: string;
  /** The entry or action item that it is about; null: the whole draft. */
  readonly about: string | null;
}

/**
 * Lists the obstacles, those that block first. `same`: the number of the last publication, where it says just what this draft says. In this first form only conflicts block: what has two values cannot be published as
 * one. All else is for the person who publishes to judge.
 */
export function obstacles(draft: Draft, same: number | null = null): Obstacle[] {
  const unchanged = same === null ? [] : [warn("unchanged", `Nothing has changed since version ${same}.`)];
  return [
    ...conflicts(draft),
    ...unchanged,
    ...reviewWarnings(draft),
    ...wording(draft),
    ...leftOver(draft),
    ...recordWarnings(draft),
  ];
}

function conflicts({ entries, actions }: Draft): Obstacle[] {
  const inConflict = ({ conflict }: Pick<Entry | Action, "conflict">) => conflict !== undefined;
  const obstacle = ({ id, text }: Pick<Entry, "id" | "text">, remedy: string): Obstacle => ({
    code: "undecided_conflict",
    blocks: true,
    text: `"${text}" changed under somebody's edit: ${remedy}, or undo the edit.`,
    about: id,
  });
  return [
    ...entries.filter(inConflict).map((entry) => obstacle(entry, "decide on it as it is now")),
    ...actions.filter(inConflict).map((action) => obstacle(action, "decide on its words and owner")),
  ];
}

const warn = (code: Obstacle["code"], text: string): Obstacle => ({ code, blocks: false, text, about: null });

function reviewWarnings({ review, entries }: Draft): Obstacle[] {
  const unseen = entries.filter((entry) => entry.new).length;
  if (unseen > 0)
    return [warn("new_since_review", `${counted(unseen, "entry is", "entries are")} new since anybody looked.`)];
  return review ? [] : [warn("not_reviewed", "Nobody has reviewed this draft yet.")];
}

/** A hint: people may well mean what they wrote. */
function wording({ entries }: Draft): Obstacle[] {
  const marked = entries.filter(({ visibility, lint }) => visibility === "timeline" && lint.length > 0);
  const [first] = marked;
  const [mark] = first?.lint ?? [];
  if (!first || !mark) return [];
  const lines = marked.length === 1 ? "1 line says" : `${marked.length} lines say`;
  const text = `${lines} more than what happened (why, how, what should have been, or whose fault). The first: "${mark.words}". ${mark.hint}`;
  return [{ code: "wording", blocks: false, text, about: first.id }];
}

function leftOver({ findings, questions, actions, orphans }: Draft): Obstacle[] {
  const unjudged = findings.filter(({ state }) => state === "candidate").length;
  const open = questions.filter(({ state }) => state === "open").length;
  const unowned = actions.filter(({ state, owner }) => state === "open" && owner === null).length;
  return [
    ...(unjudged > 0
      ? [
          warn(
            "unjudged_findings",
            unjudged === 1
              ? "1 suggestion is not judged: it is published as a suggestion."
              : `${unjudged} suggestions are not judged: they are published as suggestions.`,
          ),
        ]
      : []),
    ...(open > 0
      ? [
          warn(
            "open_questions",
            open === 1
              ? "1 question is open, and published as open."
              : `${open} questions are open, and published as open.`,
          ),
        ]
      : []),
    ...(unowned > 0
      ? [
          warn(
            "unowned_actions",
            `${counted(unowned, "action item is", "action items are")} open, and nobody owns ${unowned === 1 ? "it" : "them"}.`,
          ),
        ]
      : []),
    ...(orphans.length > 0
      ? [
          warn(
            "orphaned_decisions",
            `${counted(orphans.length, "decision is", "decisions are")} about what the draft does not hold any more.`,
          ),
        ]
      : []),
  ];
}

function recordWarnings({ missing, incident, entries }: Draft): Obstacle[] {
  return [
    ...(missing.length > 0
      ? [
          warn(
            "missing_deliveries",
            `${counted(missing.length, "delivery", "deliveries")} could not be used: the draft may lack what they said.`,
          ),
        ]
      : []),
    ...(incident.status === "resolved"
      ? []
      : [warn("incident_open", `The incident is ${incident.status}: what comes later makes an amendment.`)]),
    ...(entries.some(({ visibility }) => visibility === "timeline")
      ? []
      : [warn("empty_timeline", "No entry stands on the timeline.")]),
  ];
}
