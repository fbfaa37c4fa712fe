import type { OpsEvent } from "../../event.ts";
import { isCode } from "../happenings/changes.ts";
import { eventOf, type Happening } from "../happenings/happening.ts";
import { versionIn } from "../happenings/versions.ts";
import { oneLine } from "./one-line.ts";
import type { Wording } from "./tense.ts";

const STEPS: Readonly<Record<string, string>> = {
  queued: "queued",
  started: "started",
  succeeded: "done",
  failed: "failed",
  rolled_back: "rolled back",
  cancelled: "cancelled",
  released: "released",
  opened: "opened",
};

const DEPLOY = /^Deploy(?:ment)? of (?=\S)/i;

/** The line of a change: who, what they did, to what. Where nobody is known, or it did not come about, the change and its outcome. */
export function changeLine(one: Happening, actor: string | undefined, wording: Wording): string {
  const event = one.event;
  const title = oneLine(event.title) || event.kind;
  const step = outcomeOf(one);
  if (isCode(event)) return codeLine(event, title, actor, wording);
  if (DEPLOY.test(title)) return deployLine(one, title.replace(DEPLOY, ""), step, actor, wording);
  if (step === "failed" || step === "cancelled")
    return `Change ${wording.becomes(step)}${actor === undefined ? "" : ` (${actor})`}: ${title}`;
  if (actor === undefined) return `Change ${wording.becomes(STEPS[step] ?? step)}: ${title}`;
  return step === "succeeded" ? `${actor}: ${title}` : `${actor} ${wording.does(STEPS[step] ?? step)}: ${title}`;
}

/** The last step counts: what started and succeeded is done. */
function outcomeOf(one: Happening): string {
  const actions = one.events.filter(({ event }) => event.event.kind === "change").map((each) => eventOf(each).action);
  if (one.kind === "failed_attempt") return "failed";
  const ended = ["rolled_back", "failed", "cancelled", "succeeded"].find((action) => actions.includes(action));
  return ended ?? (actions.includes("started") ? "started" : one.event.action);
}

function codeLine({ action }: OpsEvent, title: string, actor: string | undefined, { does, becomes }: Wording): string {
  const step = action === "rolled_back" ? "merged" : (STEPS[action] ?? action);
  return actor === undefined ? `Code ${becomes(step)}: ${title}` : `${actor} ${does(step)}: ${title}`;
}

function deployLine(one: Happening, what: string, step: string, actor: string | undefined, wording: Wording): string {
  const { does, becomes } = wording;
  if (step === "failed" || step === "cancelled") return `Deploy of ${what} ${becomes(step)}`;
  if (step === "rolled_back")
    return actor === undefined
      ? `Deploy of ${what} ${becomes("rolled back")}`
      : `${actor} ${does("rolled back")} ${what}`;
  const version = one.kind === "rollback" ? versionIn(what) : null;
  if (version && version.before !== "") return backLine(version.before, version.name, one.event, actor, wording);
  if (actor === undefined) return `Deploy of ${what} ${becomes(STEPS[step] ?? step)}`;
  return step === "succeeded"
    ? `${actor} ${does("deployed")} ${what}`
    : `${actor} ${does("started")} to deploy ${what}`;
}

/** Production needs no word. */
const PRODUCTION = /^prod(?:uction)?$/i;

function backLine(
  what: string,
  version: string,
  { environment }: OpsEvent,
  actor: string | undefined,
  { does, becomes }: Wording,
): string {
  const where = environment === undefined || PRODUCTION.test(environment) ? "" : ` in ${environment}`;
  return actor === undefined
    ? `${what} ${becomes("rolled back")} to ${version}${where}`
    : `${actor} ${does("rolled")} ${what} back to ${version}${where}`;
}
