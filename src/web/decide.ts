import type { Answer as Decided } from "../api/decisions.ts";
import type { Decision } from "../domain/decision.ts";
import type { Draft, Entry } from "../domain/draft/schema.ts";
import { type Answer, html, seeOther } from "./answer.ts";
import { type Api, ApiProblem, readJson, sendJson } from "./api.ts";
import { type Fields, FormProblem } from "./form-fields.ts";
import { decisionOf } from "./forms.ts";
import { againPage, type Clash, conflictPage } from "./pages/again-page.ts";
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
  try {
    const decision = decisionOf(form);
    const decided = await sendJson<Decided>(api, `${incidentPath(id)}/decisions`, decision);
    return seeOther(addressAfter(id, view, decision, form, decided));
  } catch (failure) {
    if (!mayGoAgain(failure)) throw failure;
    const place = { incident: id, view, lines: await linesFor(api, id, form) };
    if (failure instanceof FormProblem) return html(againPage(place, form, failure.message), 400);
    const { code, body, message, status } = failure;
    return html(
      code === MEANWHILE ? conflictPage(place, form, body as Clash) : againPage(place, form, message),
      status,
    );
  }
}

const MEANWHILE = "decided_meanwhile";

/** Whether whoever typed the form can mend it: with another value, or on what stands now. */
function mayGoAgain(failure: unknown): failure is FormProblem | ApiProblem {
  if (failure instanceof FormProblem) return true;
  return failure instanceof ApiProblem && (failure.code === MEANWHILE || [400, 422].includes(failure.status));
}

/** What a key moment may be set to: the lines of the timeline, and one of the log that the form had. */
async function linesFor(api: Api, id: string, { type, stand }: Fields): Promise<readonly Entry[]> {
  if (type !== "moment") return [];
  const { entries } = await readJson<Draft>(api, `${incidentPath(id)}/draft`);
  return entries.filter((entry) => entry.visibility === "timeline" || entry.id === stand);
}

const ANCHOR = /^[a-z0-9_-]{1,40}$/i;

function addressAfter(incident: string, view: string, decision: Decision, form: Fields, decided: Decided): string {
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
