import type { Answer as Decided } from "../api/decisions.ts";
import type { Decision } from "../domain/decision.ts";
import { type Answer, html, seeOther } from "./answer.ts";
import { type Api, ApiProblem, sendJson } from "./api.ts";
import { type Fields, FormProblem } from "./form-fields.ts";
import { decisionOf } from "./forms.ts";
import { againPage, type Clash, conflictPage, type Place } from "./pages/again-page.ts";
import { incidentPath } from "./pages/incident-page.ts";
import { queryOf, readViewpoint } from "./pages/viewpoint.ts";

/**
 * Takes the decision of a submitted form and goes back to where it was taken. A form that could not be used is shown again with what was
 * typed; a thing that somebody else decided on meanwhile is shown with both sides.
 *
 * @throws ApiProblem where there is nothing to show again
 */
export async function decide(api: Api, id: string, form: Fields): Promise<Answer> {
  const view = queryOf(readViewpoint(Object.fromEntries(new URLSearchParams(form["view"] ?? ""))));
  const place = { incident: id, view };
  try {
    const decision = decisionOf(form);
    const decided = await sendJson<Decided>(api, `${incidentPath(id)}/decisions`, decision);
    return seeOther(addressAfter(place, decision, form, decided));
  } catch (failure) {
    if (failure instanceof FormProblem) return html(againPage(place, form, failure.message), 400);
    if (!(failure instanceof ApiProblem)) throw failure;
    if (failure.code === "decided_meanwhile") return html(conflictPage(place, form, failure.body as Clash), 409);
    if (failure.status === 400 || failure.status === 422)
      return html(againPage(place, form, failure.message), failure.status);
    throw failure;
  }
}

const ANCHOR = /^[a-z0-9_-]{1,40}$/i;

function addressAfter({ incident, view }: Place, decision: Decision, form: Fields, decided: Decided): string {
  const back = form["back"] ?? "";
  const anchor = ANCHOR.test(back) ? back : subjectOf(decision, decided);
  const query = view === "" ? "" : `?${view}`;
  return `/incidents/${encodeURIComponent(incident)}${query}${anchor === null ? "" : `#${anchor}`}`;
}

/** The entry or action item that was decided on, or added. */
function subjectOf(decision: Decision, { numbers, changed, actions }: Decided): string | null {
  if (decision.type === "moment") return null;
  if ("entry" in decision) return decision.entry;
  if (decision.type === "action")
    return "id" in decision ? decision.id : (actions.find(({ version }) => version === numbers[0])?.id ?? null);
  if (decision.type !== "add") return null;
  return changed.find(({ origin, version }) => origin === "person" && version === numbers[0])?.id ?? null;
}
