/** What holds for the whole API: the opening of its description. */
export const CONVENTIONS = `Drafts of incident timelines, the decisions that people take on them, and what they publish.

**Failures** are problem documents (RFC 9457, \`application/problem+json\`): \`code\` is stable and for programs, \`detail\` is a sentence for people.
**Lists** have \`items\` and \`next\`: send \`next\` back as \`cursor\` until it is null. **Times** are RFC 3339 in UTC.
**Former names** of an incident answer 308 to the present one. **Who** decides or publishes is the header \`X-Annalist-User\` (percent-encoded), else \`local\`.

**Deciding.** Each entry, key moment, finding and action item has a \`version\`, the number of the last decision on it. A decision sends the \`version\` that the person saw: if somebody
decided on the same thing since, the answer is 409 \`decided_meanwhile\` with both sides (\`entry\`, \`moment\`, \`finding\` or \`action\` as it is now, \`since\` as it came to be, \`decision\` as it
was sent); send it again on the new \`version\`. Decisions on other things never conflict. A rewording, a retiming and another kind also send their \`basis\`, the machine's value that
the person saw: where the machine's value changes later, the entry has a \`conflict\` and shows both; so it is with an action item's text and owner. An \`Idempotency-Key\` makes it safe to send a request again.

**Following.** \`GET /incidents/{id}/changes\` is a stream of server-sent events with what changed, so that nobody needs to load the whole draft again;
\`GET /changes\` is the feed over all incidents, for asking now and then. Drafts answer \`ETag\` and \`If-None-Match\`: of the JSON it is the draft's \`digest\`, of Markdown and HTML the hash of their bytes.

Members may be added to any answer: leave alone what you do not know.`;

const ANSWERS: Readonly<Record<string, string>> = {
  200: "As asked.",
  201: "Made.",
  400: "The request cannot be read.",
  403: "Sent by a page of another site.",
  404: "There is no such thing.",
  409: "Somebody, or something, came first: the document says what.",
  410: "It is no longer kept: the document says what, and since when.",
  412: "It has changed since it was looked at.",
  413: "The body is too large.",
  415: "The body is not JSON.",
  421: "The Host header names no host of this server.",
  422: "It can be read, but not be done: the document says why.",
};

type Node = Readonly<Record<string, unknown>>;

/** Gives every answer of the description words, where its route has none. For `@fastify/swagger`, which made the description. */
export function describeAnswers(made: Readonly<{ openapiObject: object } | { swaggerObject: object }>): Node {
  return rewrite("openapiObject" in made ? made.openapiObject : made.swaggerObject) as Node;
}

function rewrite(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rewrite);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, rewrite(isUnsaid(value) ? said(name, value) : value)]),
  );
}

const isUnsaid = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "description" in value && value.description === "Default Response";

const said = (status: string, answer: Node): Node => ({ ...answer, description: ANSWERS[status] ?? "As asked." });
