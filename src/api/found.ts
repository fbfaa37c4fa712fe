import type { FastifyRequest } from "fastify";
import type { Drafted } from "../views/drafts.ts";
import type { Views } from "../views/views.ts";
import { ApiProblem, Moved } from "./problem.ts";

/** The incident that a route is about. @throws ApiProblem 404, or Moved where the name is an alias */
export async function findIncident(views: Views, request: FastifyRequest, name: string): Promise<Drafted> {
  const sought = await views.seek(name);
  switch (sought.is) {
    case "found":
      return sought.drafted;
    case "moved":
      throw movedTo(request, sought.id);
    case "unknown":
      throw unknownIncident(name);
  }
}

/** 404 for an id that no incident has, nor had. */
export function unknownIncident(name: string): ApiProblem {
  return new ApiProblem(404, "unknown_incident", `There is no incident ${name}.`);
}

/** The same address under the incident's present id. */
export function movedTo(request: FastifyRequest, id: string): Moved {
  return new Moved(request.url.replace(/\/incidents\/[^/?#]+/, `/incidents/${id}`));
}
