import { h } from "preact";
import type { PublicationLine } from "../../api/publications.ts";
import type { DecisionRecord } from "../../domain/decision.ts";
import type { Draft } from "../../domain/draft/schema.ts";
import { type Answer, html, seeOther } from "../answer.ts";
import { type Api, readJson, readList } from "../api.ts";
import type { Fields } from "../form-fields.ts";
import { accountOf } from "../view/account.ts";
import { momentsStrip } from "../view/moments-strip.ts";
import { shapeSprite } from "../view/shapes.ts";
import { visible } from "../view/visible.ts";
import { deskOf } from "./desk.ts";
import { listSection } from "./entry-lists.ts";
import { incidentHeader } from "./incident-header.ts";
import { renderPage } from "./layout.ts";
import { momentForms } from "./moment-forms.ts";
import { rail } from "./rail.ts";
import { statusLine } from "./status-line.ts";
import { readSuggested } from "./suggestions.ts";
import { queryOf, readViewpoint } from "./viewpoint.ts";

/** Where the API keeps an incident. */
export const incidentPath = (id: string): string => `/api/v1/incidents/${encodeURIComponent(id)}`;

/** The review page of an incident: timeline or activity log on the left, what to judge on the right. */
export async function reviewPage(api: Api, id: string, query: Fields): Promise<Answer> {
  const draft = await readJson<Draft>(api, `${incidentPath(id)}/draft`);
  const viewpoint = readViewpoint(query);
  if (draft.incident.id !== id) return seeOther(`/incidents/${draft.incident.id}?${queryOf(viewpoint)}`);
  const publications = await readList<PublicationLine>(api, `${incidentPath(id)}/publications`);
  const decisions = await readList<DecisionRecord>(api, `${incidentPath(id)}/decisions`);
  const suggested = await readSuggested(api, draft);
  const account = accountOf(draft);
  const desk = deskOf(account, viewpoint);
  const page = renderPage({
    title: visible(draft.incident.title),
    at: "incidents",
    scripts: ["typed.js", "live.js"],
    body: [
      shapeSprite(),
      incidentHeader(draft, publications),
      momentsStrip(account.moments, viewpoint, desk.hrefOf),
      momentForms(desk, account),
      statusLine(desk, draft, decisions),
      h("div", { class: "columns" }, listSection(desk, account, viewpoint), rail(desk, account, suggested)),
    ],
  });
  return html(page);
}
