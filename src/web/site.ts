import { type Api, ApiProblem } from "./api.ts";
import { type Fields, FormProblem } from "./forms.ts";
import { deliveryPage } from "./pages/delivery-page.ts";
import { incidentList } from "./pages/incident-list.ts";
import { decide, publish, reviewPage } from "./pages/incident-page.ts";
import { problemPage } from "./pages/problem.ts";
import { sourcesPage } from "./pages/sources-page.ts";

export interface PageRequest {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Fields;
  readonly form: Fields;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** Where to go after a form was taken. */
  readonly redirect?: string;
}

interface PageRoute {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly answer: (request: PageRequest, api: Api) => Promise<Answer>;
}

const html = (body: string, status = 200): Answer => ({ status, type: "text/html; charset=utf-8", body });
const seeOther = (redirect: string): Answer => ({ status: 303, type: "text/plain", body: "", redirect });

/** The pages (UI: the list of incidents, the review page of one, a publication, raw evidence, the sources). */
export const PAGES: readonly PageRoute[] = [
  { method: "GET", url: "/", answer: async () => seeOther("/incidents") },
  { method: "GET", url: "/incidents", answer: async (_request, api) => html(await incidentList(api)) },
  {
    method: "GET",
    url: "/incidents/:id",
    answer: async ({ params, query }, api) => html(await reviewPage(api, params["id"] ?? "", query)),
  },
  {
    method: "POST",
    url: "/incidents/:id/decide",
    answer: async ({ params, form }, api) => seeOther(await decide(api, params["id"] ?? "", form)),
  },
  {
    method: "POST",
    url: "/incidents/:id/publish",
    answer: async ({ params }, api) => seeOther(await publish(api, params["id"] ?? "")),
  },
  {
    method: "GET",
    url: "/incidents/:id/p/:number",
    answer: async ({ params }, api) => publication(api, params["id"] ?? "", params["number"] ?? ""),
  },
  {
    method: "GET",
    url: "/deliveries/:id",
    answer: async ({ params }, api) => html(await deliveryPage(api, params["id"] ?? "")),
  },
  { method: "GET", url: "/sources", answer: async (_request, api) => html(await sourcesPage(api)) },
];

async function publication(api: Api, id: string, number: string): Promise<Answer> {
  const answer = await api(
    "GET",
    `/api/v1/incidents/${encodeURIComponent(id)}/publications/${encodeURIComponent(number)}.html`,
  );
  if (answer.status !== 200) throw new ApiProblem(answer.status, JSON.parse(answer.body));
  return html(answer.body);
}

/** A failure in words: the API's own sentence, or what is wrong with a form. Anything else is ours and goes on as an exception. */
export function answerFailure(failure: unknown): Answer {
  if (failure instanceof FormProblem) return html(problemPage("That could not be used", failure.message), 400);
  if (!(failure instanceof ApiProblem)) throw failure;
  if (failure.status === 404) return html(problemPage("Not here", failure.message), 404);
  if (failure.status === 409)
    return html(
      problemPage(
        "Somebody was faster",
        `${failure.message} Nothing of yours was saved; look at what stands there now, and decide again.`,
      ),
      409,
    );
  return html(problemPage("That did not work", failure.message), failure.status);
}
