import { h, type JSX } from "preact";
import type { IncidentSummary } from "../../domain/draft/schema.ts";
import { type Api, readList } from "../api.ts";
import { renderPage } from "./layout.ts";
import { span, utc } from "./words.ts";

/** All incidents, open ones first, then the newest. */
export async function incidentList(api: Api): Promise<string> {
  const items = await readList<IncidentSummary>(api, "/api/v1/incidents");
  const open = items.filter(({ status }) => status !== "resolved");
  const over = items.filter(({ status }) => status === "resolved");
  return renderPage({
    title: "Incidents",
    at: "incidents",
    body: [
      h("h1", null, "Incidents"),
      items.length === 0
        ? h(
            "p",
            { class: "empty" },
            "No incident yet. One opens with a page, a declaration, a status post, a severe alert, or a reported outage.",
          )
        : null,
      section("Open", open),
      section("Resolved", over),
    ],
  });
}

function section(heading: string, incidents: readonly IncidentSummary[]): JSX.Element | null {
  if (incidents.length === 0) return null;
  const newestFirst = incidents.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  return h(
    "section",
    { class: "incidents" },
    h("h2", null, `${heading} `, h("span", { class: "count" }, incidents.length)),
    h("ul", null, newestFirst.map(row)),
  );
}

function row(incident: IncidentSummary): JSX.Element {
  const length = incident.endedAt === null ? "not over" : span(incident.startedAt, incident.endedAt);
  return h(
    "li",
    null,
    h("a", { href: `/incidents/${incident.id}` }, incident.title),
    h(
      "span",
      { class: "states" },
      incident.severity ? h("span", { class: `severity ${incident.severity}` }, incident.severity) : null,
      incident.status,
      incident.candidate ? " · candidate: nobody declared it" : null,
    ),
    h("span", { class: "when" }, h("time", { dateTime: incident.startedAt }, utc(incident.startedAt)), " · ", length),
    h("span", { class: "services" }, incident.services.join(", ") || "no known service"),
  );
}
