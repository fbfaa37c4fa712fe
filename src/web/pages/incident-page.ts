import { h, type JSX } from "preact";
import type { DecisionRecord } from "../../domain/decision.ts";
import type { Draft, Entry } from "../../domain/draft/schema.ts";
import { type Api, readJson, readList, sendJson } from "../api.ts";
import { decisionOf, type Fields, FormProblem } from "../forms.ts";
import { type Account, accountOf } from "../view/account.ts";
import { momentsStrip } from "../view/moments-strip.ts";
import { entryRow, linesBefore } from "../view/row.ts";
import { shapeSprite } from "../view/shapes.ts";
import type { Reader } from "../view/time-view.ts";
import { isTimeZone, offsetFrom, zoneCity } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { addForm, type Desk } from "./decision-forms.ts";
import { unfold } from "./evidence.ts";
import { incidentHeader, type PublicationLine, statusLine } from "./incident-header.ts";
import { renderPage } from "./layout.ts";
import { rail } from "./rail.ts";

const path = (id: string): string => `/api/v1/incidents/${encodeURIComponent(id)}`;

/** The review page of an incident: timeline or activity log on the left, what to judge on the right. */
export async function reviewPage(api: Api, id: string, query: Fields): Promise<string> {
  const draft = await readJson<Draft>(api, `${path(id)}/draft`);
  const publications = await readList<PublicationLine>(api, `${path(id)}/publications`);
  const decisions = await readList<DecisionRecord>(api, `${path(id)}/decisions`);
  const view = viewOf(query);
  const desk: Desk = { incident: draft.incident.id, view: view.query };
  const account = accountOf(draft);
  return renderPage({
    title: visible(draft.incident.title),
    at: "incidents",
    scripts: ["live.js"],
    body: [
      shapeSprite(),
      incidentHeader(desk, draft, publications),
      momentsStrip(account.moments, view.reader),
      statusLine(desk, draft, decisions),
      h("div", { class: "columns" }, listSection(desk, account, view), rail(desk, account)),
    ],
  });
}

interface View {
  readonly log: boolean;
  readonly reader: Reader;
  readonly query: string;
}

function viewOf(query: Fields): View {
  const zone = query["zone"] && isTimeZone(query["zone"]) ? query["zone"] : null;
  const log = query["view"] === "log";
  const parts = [log ? "view=log" : "", zone === null ? "" : `zone=${encodeURIComponent(zone)}`].filter(
    (part) => part !== "",
  );
  return { log, reader: { zone }, query: parts.join("&") };
}

function listSection(desk: Desk, account: Account, view: View): JSX.Element {
  const { draft } = account;
  const zone = view.reader.zone === null ? "" : `&zone=${encodeURIComponent(view.reader.zone)}`;
  const tab = (name: "timeline" | "log", words: string, count: number) =>
    h(
      "a",
      { href: `?view=${name}${zone}`, ...((name === "log") === view.log ? { "aria-current": "true" } : {}) },
      words,
      " ",
      h("span", { class: "count" }, count),
    );
  return h(
    "section",
    { class: "list", "aria-label": view.log ? "Activity log" : "Timeline" },
    h(
      "nav",
      { class: "switch", "aria-label": "Which entries" },
      tab("timeline", "Timeline", account.rows.length),
      tab("log", "Activity log", draft.entries.length),
      origin(account, view),
    ),
    view.log ? logList(desk, account, view) : timelineList(desk, account, view),
    addForm(desk, draft.asOf),
  );
}

/** What times mean here, and the way to one's own zone: its name is the browser's to say, so a script fills it in. */
function origin({ origin: from }: Account, { log, reader }: View): JSX.Element {
  const switching =
    reader.zone === null
      ? h("a", { "data-my-zone": true, hidden: true, href: log ? "?view=log" : "?" })
      : h("a", { href: log ? "?view=log" : "?" }, "UTC only");
  const zone = reader.zone === null ? "" : `, below it ${zoneCity(reader.zone)}`;
  const words = from ? `Times in UTC${zone}; T+ counts from ${from.says}` : `Times in UTC${zone}`;
  return h("span", { class: "origin" }, words, " ", switching);
}

function timelineList(desk: Desk, { rows }: Account, { reader }: View): JSX.Element {
  if (rows.length === 0)
    return h("p", { class: "empty" }, "Nothing stands on the timeline yet. The activity log has what was attached.");
  return h(
    "ol",
    { class: "timeline" },
    rows.map((row) =>
      h(
        "li",
        { id: row.entry.id, class: row.entry.new ? "is-new" : "" },
        linesBefore(row, reader),
        entryRow(row.entry, row.offset, reader, { unfolds: unfold(desk, row.entry) }),
      ),
    ),
  );
}

/** Everything attached, one line each; what stands on the timeline carries a bar. */
function logList(desk: Desk, account: Account, { reader }: View): JSX.Element {
  const item = (entry: Entry) =>
    h(
      "li",
      { id: entry.id, class: entry.visibility === "timeline" ? "on-timeline" : "in-log" },
      entryRow(entry, offsetFrom(account.origin, entry), reader, { unfolds: unfold(desk, entry) }),
    );
  return h("ol", { class: "timeline log" }, account.draft.entries.map(item));
}

/** Takes the decision of a submitted form. Gives the address to go back to. @throws FormProblem, ApiProblem */
export async function decide(api: Api, id: string, form: Fields): Promise<string> {
  const decision = decisionOf(form);
  await sendJson(api, `${path(id)}/decisions`, decision);
  const view = form["view"] ? `?${form["view"]}` : "";
  const anchor = "entry" in decision ? `#${decision.entry}` : decision.type === "judge" ? "#findings" : "";
  return `/incidents/${encodeURIComponent(id)}${view}${anchor}`;
}

/** Publishes the draft as it stands; what is in the way is said, and nothing is published. @throws FormProblem, ApiProblem */
export async function publish(api: Api, id: string): Promise<string> {
  const { obstacles } = await sendJson<{ obstacles: readonly { text: string; blocks: boolean }[] }>(
    api,
    `${path(id)}/publications?dry_run=true`,
    {},
  );
  const blocking = obstacles.filter(({ blocks }) => blocks);
  if (blocking.length > 0) throw new FormProblem(`Not published: ${blocking.map(({ text }) => text).join(" ")}`);
  const { number } = await sendJson<{ number: number }>(api, `${path(id)}/publications`, {});
  return `/incidents/${encodeURIComponent(id)}/p/${number}`;
}
