import { Type } from "typebox";
import { accept } from "../domain/outcome.ts";
import { defineSource, type SourceContext } from "./lib/define.ts";
import { codeReaders } from "./lib/gitlab-code.ts";
import { deployReaders } from "./lib/gitlab-deploys.ts";
import { withoutTrailingBlanks } from "./lib/gitlab-shapes.ts";
import { ticketReaders } from "./lib/gitlab-tickets.ts";
import { ignore, maybe, type Reader } from "./lib/shapes.ts";

const READERS: ReadonlyMap<string, Reader<SourceContext>> = new Map(
  Object.entries({ ...deployReaders, ...codeReaders, ...ticketReaders }),
);

/** GitLab webhooks of projects, groups and the whole server: by a plain token, or signed (webhook-id, -timestamp, -signature). */
export default defineSource({
  name: "gitlab",
  auth: ["bearer", "standardWebhooks"],
  tokenHeader: "x-gitlab-token",
  bodyLimit: 25 * 1024 * 1024,
  headers: ["idempotency-key"],
  payload: Type.Object({ object_kind: maybe(Type.String()), event_name: maybe(Type.String()) }),

  read(body, _context, json) {
    const outcome = json(body);
    return outcome.ok ? accept(withoutTrailingBlanks(outcome.value)) : outcome;
  },

  normalize(payload, context) {
    const kind = payload.object_kind ?? payload.event_name ?? "";
    const read = READERS.get(kind);
    return read ? read(payload, context) : ignore(kind || "no object_kind");
  },
});
