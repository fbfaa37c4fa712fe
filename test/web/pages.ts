import type { Draft } from "../../src/domain/draft/schema.ts";
import { pagesPlugin } from "../../src/web/plugin.ts";
import { readDraft, type Server, serve, shopIncident } from "../api/server.ts";

type Fields = Readonly<Record<string, string | number>>;

/** The pages over the shop's evening, as a browser speaks to them. */
export interface Pages {
  readonly server: Server;
  /** Of the shop's first incident, as it was before anybody decided. */
  readonly draft: Draft;
  /** The incident's review page. */
  readonly address: string;
  /** The lines of its timeline. */
  readonly lines: readonly Draft["entries"][number][];
  /** Sends a form. `to`: where the answer leads. */
  submit(
    url: string,
    fields: Fields,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly to: string; readonly text: string }>;
}

export async function openPages(): Promise<Pages> {
  const server = await serve({ pages: pagesPlugin });
  const draft = await readDraft(server, await shopIncident(server));
  return {
    ...{ server, draft, address: `/incidents/${draft.incident.id}` },
    lines: draft.entries.filter(({ visibility }) => visibility === "timeline"),
    async submit(url, fields, headers = {}) {
      const body = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
      const answer = await server.app.inject({
        method: "POST",
        url,
        headers: { host: "localhost", "content-type": "application/x-www-form-urlencoded", ...headers },
        payload: body.toString(),
      });
      return { status: answer.statusCode, to: String(answer.headers["location"] ?? ""), text: answer.body };
    },
  };
}

/** The first two lines of the timeline. */
export function firstTwo({
  lines: [first, second],
}: Pages): readonly [Draft["entries"][number], Draft["entries"][number]] {
  if (!first || !second) throw new Error("the shop's timeline has two entries");
  return [first, second];
}
