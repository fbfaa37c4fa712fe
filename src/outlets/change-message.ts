import { type Static, Type } from "typebox";
import type { Change } from "../store/store.ts";

/**
 * What other systems are told when a draft changed, was decided on or was published: a CloudEvent (1.0, structured mode). It tells that
 * there is something new, and where to stand to read it; the draft itself is the API's.
 */
export const ChangeMessage = Type.Object({
  specversion: Type.Literal("1.0"),
  /** `<incident>/<cursor>`: the same change told again has the same. */
  id: Type.String(),
  source: Type.String({ description: "Who tells: `kafka.clientId` of the configuration, behind /annalist/." }),
  type: Type.Enum(["annalist.draft_changed.v1", "annalist.decided.v1", "annalist.published.v1"] as const),
  /** The incident's id, as it was served then: it stays an alias for ever. */
  subject: Type.String(),
  time: Type.String({ description: "RFC 3339, UTC" }),
  datacontenttype: Type.Literal("application/json"),
  data: Type.Object({
    incident: Type.String(),
    /** Grows with every change of any incident. What comes with a cursor that was seen, or a lower one, is old news. */
    cursor: Type.Integer(),
    /** Number of the incident's last decision. */
    revision: Type.Integer(),
    /** Names the draft's content: the ETag of `GET incidents/:id/draft`. */
    digest: Type.String(),
  }),
});
export type ChangeMessage = Static<typeof ChangeMessage>;

/** The message of a line of the feed. */
export function changeMessage({ cursor, type, incident, revision, digest, at }: Change, teller: string): ChangeMessage {
  return {
    specversion: "1.0",
    id: `${incident}/${cursor}`,
    source: `/annalist/${teller}`,
    type: `annalist.${type}.v1`,
    subject: incident,
    time: at,
    datacontenttype: "application/json",
    data: { incident, cursor, revision, digest },
  };
}
