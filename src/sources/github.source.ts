import { Type } from "typebox";
import { reject } from "../domain/outcome.ts";
import { defineSource, type SourceContext } from "./lib/define.ts";
import { checkReaders } from "./lib/github-checks.ts";
import { codeReaders } from "./lib/github-code.ts";
import { deployReaders } from "./lib/github-deploys.ts";
import { ticketReaders } from "./lib/github-tickets.ts";
import { ignore, type Reader, refuse } from "./lib/shapes.ts";

/**
 * The event types that say something to a timeline. Left out on purpose: `check_suite` and `workflow_job` (their run tells it),
 * `workflow_dispatch` and `repository_dispatch` (no time, no id; the run that they start tells it), `ping`.
 */
const READERS: ReadonlyMap<string, Reader<SourceContext>> = new Map(
  Object.entries({ ...deployReaders, ...checkReaders, ...codeReaders, ...ticketReaders }),
);

/** GitHub webhooks of repositories and organisations, as JSON or as a form with the JSON in its field `payload`. */
export default defineSource({
  name: "github",
  auth: ["hmac"],
  hmac: { header: "x-hub-signature-256", prefix: "sha256=" },
  api: ["redeliver"],
  bodyLimit: 25 * 1024 * 1024,
  headers: ["x-github-event"],
  payload: Type.Object({ action: Type.Optional(Type.Unknown()) }),

  read(body, { headers }, json) {
    if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return json(body);
    const payload = new URLSearchParams(new TextDecoder().decode(body)).get("payload");
    return payload === null
      ? reject(
          "unexpected_payload",
          "the form has no field `payload`; set the webhook's content type to application/json",
        )
      : json(payload);
  },

  normalize(payload, context) {
    const event = context.headers["x-github-event"];
    if (!event)
      return refuse("missing_event_type", "GitHub names the type in the header X-GitHub-Event; it is missing");
    const read = READERS.get(event);
    if (read) return read(payload, context);
    return ignore(typeof payload.action === "string" ? `${event}.${payload.action}` : event);
  },
});
