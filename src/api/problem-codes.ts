/** Every code that a problem of the API can have, by the statuses that it comes with, and what it says. */
export const PROBLEM_CODES = {
  invalid_request: "400: a member, parameter or header is not as described; `errors` says which",
  invalid_json: "400: the body is no JSON",
  bad_cursor: "400: the cursor is none of this list",
  bad_idempotency_key: "400: the key is empty or too long",
  bad_if_match: "400: If-Match is no revision in quotes",
  bad_user: "400: X-Annalist-User cannot be read",
  no_visibility: "400: a window of nothing",
  several_hosts: "400: more than one Host",
  unknown_zone: "400: no IANA time zone",
  unreadable_time: "400 or 422: no RFC 3339 time with a zone",
  cross_site: "403: a page of another site made the request",
  unknown_path: "404: nothing has this address",
  unknown_incident: "404: there is no such incident",
  unknown_event: "404: no event has this key",
  unknown_delivery: "404: there is no such delivery, or nothing of it is kept any more",
  unknown_publication: "404: the incident has no publication of this number",
  unknown_entry: "404 or 422: the incident has no such entry",
  not_quarantined: "404: the delivery is not in quarantine",
  method_not_allowed: "405: `Allow` names the methods of this address",
  decided_meanwhile: "409: somebody decided on the same thing since; both sides are in the document",
  blocked: "409: `obstacles` must be decided before this can be published",
  published_meanwhile: "409: somebody else published first",
  delivery_swept:
    "410: the delivery's bytes are not kept any more; `keptUntil` says since when, `events` what was made of it",
  cursor_gone: "410: the feed does not know this cursor any more",
  draft_changed: "412: the draft is another one than was looked at",
  revision_changed: "412: the incident is not at the revision of If-Match",
  too_large: "413: the body is too large",
  unsupported_media_type: "415: the body is not application/json",
  unknown_host: "421: the Host header names no host of this server",
  idempotency_key_reused: "422: the key came before with another body",
  unknown_finding: "422: the incident has no such finding",
  unknown_action: "422: the incident has no such action item",
  unreadable_due: "422: no day of the calendar",
  no_basis: "422: an action item's words or owner without the machine's that the person saw",
  nothing_decided: "422: the decision changes nothing",
  unknown_category: "422: no category of this part",
  unknown_version: "422: no such version exists yet",
  unknown_number: "422: a publication of this number would not be the next one",
  unknown_digest: "422: no draft of this digest was served lately",
  evidence_not_of_incident: "422: events that are not attached to the incident",
  no_decision: "422: the array is empty",
  nothing_to_undo: "422: no such decision, or it is undone already",
  internal: "500: our fault; whether it was done is not known",
  store_unavailable: "503: ask again soon",
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** The codes as a paragraph of the description. */
export function tellCodes(): string {
  const lines = Object.entries(PROBLEM_CODES).map(([code, says]) => `- \`${code}\` (${says})`);
  return `**Codes of failures**\n\n${lines.join("\n")}`;
}
