import { Value } from "typebox/value";
import { Decision, type DecisionType } from "../domain/decision.ts";
import { ApiProblem } from "./problem.ts";

const BY_TYPE = Map.groupBy(Decision.anyOf, (schema) => schema.properties.type.const as string);

/** What the schema library says of a member that the schema does not have. */
const FORBIDDEN = "schema is false";

/** Says what is wrong with a body that is no decision: by the decision's own schema and not by all of the union. */
export function explainDecisions(body: unknown, fallback: Error, mostAtOnce: number): ApiProblem {
  const isMany = Array.isArray(body);
  const decisions: readonly unknown[] = isMany ? body : [body];
  if (isMany && (body.length === 0 || body.length > mostAtOnce))
    return new ApiProblem(
      400,
      "invalid_request",
      `Send between 1 and ${mostAtOnce} decisions at once, not ${body.length}.`,
    );
  const errors = decisions.flatMap((decision, index) => explain(decision, isMany ? `body/${index}` : "body"));
  const [first] = errors;
  if (!first) return new ApiProblem(400, "invalid_request", fallback.message);
  return new ApiProblem(400, "invalid_request", `${first.path} ${first.message}. See /api/v1/openapi.json.`, {
    errors,
  });
}

/** A decision on an action item names it and its version, and one that makes a new item does not: they share their type. */
function schemaOf(type: string, hasId: boolean): (typeof Decision.anyOf)[number] | undefined {
  const schemas = BY_TYPE.get(type) ?? [];
  return schemas.find(({ properties }) => "id" in properties === hasId) ?? schemas[0];
}

function explain(decision: unknown, path: string): { path: string; message: string }[] {
  if (typeof decision !== "object" || decision === null) return [{ path, message: "must be an object with a `type`" }];
  const type = "type" in decision ? decision.type : undefined;
  const schema = typeof type === "string" ? schemaOf(type, "id" in decision || "version" in decision) : undefined;
  if (!schema) {
    const types = [...BY_TYPE.keys()] as DecisionType[];
    return [{ path: `${path}/type`, message: `must be one of ${types.join(", ")}` }];
  }
  return Value.Errors(schema, decision).map((error) => ({
    path: path + error.instancePath,
    message: error.message === FORBIDDEN ? `is no member of the decision "${type}"` : inWords(error),
  }));
}

/** Where only some values may stand, which. */
const inWords = (error: ReturnType<typeof Value.Errors>[number]): string =>
  error.keyword === "enum" ? `must be one of ${error.params.allowedValues.join(", ")}` : error.message;
