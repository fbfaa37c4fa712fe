import { type Answer, html, seeOther } from "./answer.ts";
import { type Api, ApiProblem } from "./api.ts";
import { decide } from "./decide.ts";
import type { Fields } from "./form-fields.ts";
import { answerDelivery } from "./pages/delivery-page.ts";
import { incidentList } from "./pages/incident-list.ts";
import { reviewPage } from "./pages/incident-page.ts";
import { problemPage } from "./pages/problem.ts";
import { publish, publishPage } from "./pages/publish-page.ts";
import { replay, sourcesPage } from "./pages/sources-page.ts";

export interface PageRequest {
  readonly params: Fields;
  readonly query: Fields;
  readonly form: Fields;
}

interface PageRoute {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly answer: (request: PageRequest, api: Api) => Promise<Answer>;
}

const idOf = ({ params }: PageRequest): string => params["id"] ?? "";

/** The pages: the list of incidents, the review page of one, its publications, raw deliveries, the sources. */
export const PAGES: readonly PageRoute[] = [
  { method: "GET", url: "/", answer: async () => seeOther("/incidents") },
  { method: "GET", url: "/incidents", answer: async (_request, api) => html(await incidentList(api)) },
  { method: "GET", url: "/incidents/:id", answer: (request, api) => reviewPage(api, idOf(request), request.query) },
  { method: "POST", url: "/incidents/:id/decide", answer: (request, api) => decide(api, idOf(request), request.form) },
  { method: "GET", url: "/incidents/:id/publish", answer: (request, api) => publishPage(api, idOf(request)) },
  {
    method: "POST",
    url: "/incidents/:id/publish",
    answer: async (request, api) =>
      publish(api, idOf(request), request.form).catch((failure) => answerUnpublished(failure, idOf(request))),
  },
  {
    method: "GET",
    url: "/incidents/:id/p/:number",
    answer: (request, api) => publication(api, idOf(request), request.params["number"] ?? ""),
  },
  { method: "GET", url: "/deliveries/:id", answer: (request, api) => answerDelivery(api, idOf(request)) },
  { method: "GET", url: "/sources", answer: async (_request, api) => html(await sourcesPage(api)) },
  { method: "POST", url: "/quarantine/:id/replay", answer: (request, api) => replay(api, idOf(request)) },
];

async function publication(api: Api, id: string, number: string): Promise<Answer> {
  const path = `/api/v1/incidents/${encodeURIComponent(id)}/publications/${encodeURIComponent(number)}.html`;
  const answer = await api("GET", path);
  if (answer.status === 200)
    return { ...html(answer.body), ...(answer.policy === undefined ? {} : { policy: answer.policy }) };
  throw new ApiProblem(answer.status, answer.type.includes("json") ? JSON.parse(answer.body) : null);
}

/** Something changed or came first: the page before the button says what stands in the way now. */
function answerUnpublished(failure: unknown, id: string): Answer {
  if (!(failure instanceof ApiProblem) || failure.status === 404) return answerFailure(failure);
  const way = { href: `/incidents/${encodeURIComponent(id)}/publish`, text: "Look again at what stands in the way" };
  return html(problemPage("Not published", sentenceOf(failure), way), failure.status);
}

const STORE_AWAY =
  "The store cannot be reached; the log says why. Load this page again soon, and look whether what you decided stands before you decide it again.";

/** The API's own sentence, but where it speaks to programs. */
const sentenceOf = ({ code, message }: ApiProblem): string => (code === "store_unavailable" ? STORE_AWAY : message);

/** A failure in words: the API's own sentence. Anything else is ours and goes on as an exception. */
export function answerFailure(failure: unknown): Answer {
  if (!(failure instanceof ApiProblem)) throw failure;
  const heading = failure.status === 404 ? "Not here" : "That did not work";
  return html(problemPage(heading, sentenceOf(failure)), failure.status);
}
