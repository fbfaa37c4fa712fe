import type { FastifyInstance } from "fastify";
import { type TSchema, Type } from "typebox";
import { Draft, Entry, Evidence, Finding } from "../domain/draft/schema.ts";
import { Counts, Delta } from "../views/delta.ts";
import { IncidentLine } from "../views/incident-line.ts";
import { EventDetail, EventLine } from "../views/lookups.ts";
import { SourceHealth } from "../views/source-health.ts";
import { Problem } from "./problem.ts";

/** The words of the API that have a name in its description. */
const NAMED = { Counts, Delta, Draft, Entry, EventDetail, EventLine, Evidence, Finding, IncidentLine, SourceHealth };

export type SchemaName = keyof typeof NAMED | "Problem";

/** A reference to a named schema. Only in answers: the validator compiles each request schema by itself. */
export const Named = (name: SchemaName) => Type.Ref(name);

/** Makes the schemas known by their names, once for an app: its description then tells each of them once. */
export function nameSchemas(app: FastifyInstance): void {
  app.addSchema(Problem);
  for (const [name, schema] of Object.entries<TSchema>(NAMED)) app.addSchema({ ...schema, $id: name });
}

/** The failures that a route may answer with, for its description. */
export function failures(...statuses: readonly number[]): Record<number, TSchema> {
  return Object.fromEntries([400, 421, ...statuses].map((status) => [status, Named("Problem")]));
}
