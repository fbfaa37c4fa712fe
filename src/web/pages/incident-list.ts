import { h, type JSX } from "preact";
import type { IncidentLine } from "../../views/incident-line.ts";
import { type Api, readJson } from "../api.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { renderPage } from "./layout.ts";
import { span, utc } from "./words.ts";

/** How many stand on the page, those that began last. A storm leaves thousands of candidates, which nobody reads. */
const LISTS = {
  declared: "/api/v1/incidents?candidate=false&limit=1000",
  candidates: "/api/v1/incidents?candidate=true&limit=200",
};

interface Part {
  readonly items: readonly IncidentLine[];
  readonly next: string | null;
}

/** Incidents: what is open first, then the newest; what nobody declared last. */
export async function incidentList(api: Api): Promise<string> {
  const [declared, candidates] = await Promise.all([
    readJson<Part>(api, LISTS.declared),
    readJson<Part>(api, LISTS.candidates),
  ]);
  const items = [...declared.items, ...candidates.items];
  const empty =
    "No incident yet. One opens with a page, a declaration, a status post, a severe alert, or an outage that somebody reports.";
  return renderPage({
    title: "Incidents",
    at: "incidents",
    scripts: ["list-live.js"],
    body: [
      h("h1", null, "Incidents"),
      news(),
      items.length === 0 ? h("p", { class: "empty" }, empty) : null,
      section(
        "Open",
        declared.items.filter(({ status }) => status !== "resolved"),
      ),
      section(
        "Resolved",
        declared.items.filter(({ status }) => status === "resolved"),
      ),
      others(declared, "incidents"),
      section("Candidates", candidates.items, "alerts and low pages that nobody declared or took on"),
      others(candidates, "candidates"),
    ],
  });
}

/** Whether the list still shows what stands, for its script to say. */
function news(): JSX.Element {
  return h(
    "div",
    { class: "status-line", "data-list": Object.values(LISTS).join(" ") },
    h("span", { class: "live-state", "data-live-state": true }, "not live: load again to see changes"),
    h(
      "span",
      { class: "held", role: "status", "data-held": true },
      h("span", { "data-held-words": true }),
      h("a", { class: "reload", href: "/incidents", hidden: true, "data-reload": true }, "Show"),
    ),
  );
}

/** That there are more than a page shows. */
function others({ items, next }: Part, what: string): JSX.Element | null {
  if (next === null) return null;
  return h("p", { class: "empty" }, `These are the ${items.length} ${what} that began last. The API lists the others.`);
}

function section(heading: string, incidents: readonly IncidentLine[], remark = ""): JSX.Element | null {
  if (incidents.length === 0) return null;
  const newestFirst = incidents.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return h(
    "section",
    { class: "incidents" },
    h("h2", null, `${heading} `, h("span", { class: "count" }, incidents.length, remark === "" ? "" : ` · ${remark}`)),
    h("ul", null, newestFirst.map(row)),
  );
}

function row(incident: IncidentLine): JSX.Element {
  const { severity, status, services, startedAt, endedAt } = incident;
  return h(
    "li",
    {
      "data-incident": incident.id,
      "data-state": `${incident.digest} ${incident.revision} ${incident.published ?? 0}`,
    },
    h(
      "p",
      { class: "title" },
      h("a", { href: `/incidents/${incident.id}` }, h("bdi", { dir: "auto" }, visible(incident.title))),
    ),
    h(
      "p",
      { class: "state" },
      severity ? h("span", { class: `severity ${severity}` }, severity) : null,
      h("span", null, status),
    ),
    h(
      "p",
      { class: "about" },
      h("time", { dateTime: startedAt }, utc(startedAt)),
      h("span", null, endedAt === null ? "not over" : span(startedAt, endedAt)),
      h("bdi", null, visible(services.join(", ")) || "no known service"),
    ),
    h("p", { class: "todo" }, counts(incident)),
  );
}

function counts({ counts: count, published }: IncidentLine): JSX.Element[] {
  const facts = [
    ...(count.conflicts === 0 ? [] : [counted(count.conflicts, "conflict", "conflicts")]),
    ...(count.new === 0 ? [] : [`${count.new} new`]),
    ...(count.candidates === 0 ? [] : [`${count.candidates} to judge`]),
    ...(count.questions === 0 ? [] : [counted(count.questions, "question", "questions")]),
    `${count.timeline} of ${count.log} on the timeline`,
    published === null ? "draft" : `version ${published}`,
  ];
  return facts.map((fact) => h("span", null, fact));
}
