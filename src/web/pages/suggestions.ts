import { h, type JSX } from "preact";
import type { Draft } from "../../domain/draft/schema.ts";
import type { Precision } from "../../domain/time.ts";
import { type Api, ApiProblem, readJson } from "../api.ts";
import { dayAndClock } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { attachedBecause } from "./words.ts";

/** An event that may belong to the incident: what it says, when, and what hints at it. */
export interface Suggested {
  readonly event: string;
  readonly reason: string;
  readonly title: string;
  readonly at: string;
  readonly precision: Precision;
}

/** Beyond these nobody reads on, and each is read from the API. */
const MOST = 20;

/** The first of the draft's suggestions with their events' words, without those that the API cannot read. */
export async function readSuggested(api: Api, { suggestions: offered }: Draft): Promise<Suggested[]> {
  const read = await Promise.all(offered.slice(0, MOST).map((one) => readOne(api, one)));
  return read.filter((one) => one !== null);
}

async function readOne(api: Api, { event, reason }: Draft["suggestions"][number]): Promise<Suggested | null> {
  try {
    const { title, at, precision } = await readJson<Omit<Suggested, "event" | "reason">>(api, addressOf(event));
    return { event, reason, title, at, precision };
  } catch (failure) {
    if (failure instanceof ApiProblem) return null;
    throw failure;
  }
}

const addressOf = (event: string): string => `/api/v1/events/${encodeURIComponent(event)}`;

/** What hints too weak to attach point to: each with its words and the event itself. `read` is what {@link readSuggested} gave. */
export function suggestions({ suggestions: offered }: Draft, read: readonly Suggested[]): JSX.Element | null {
  if (offered.length === 0) return null;
  const asked = Math.min(offered.length, MOST);
  const unread = asked - read.length;
  const left = offered.length - asked;
  const item = ({ event, reason, title, ...told }: Suggested) =>
    h(
      "li",
      null,
      h("bdi", { dir: "auto" }, visible(title)),
      h(
        "p",
        { class: "reason" },
        `${attachedBecause(reason)} · `,
        h("a", { href: addressOf(event) }, dayAndClock(told)),
      ),
    );
  return h(
    "section",
    { id: "suggestions" },
    h("h2", null, "Suggested, not attached ", h("span", { class: "count" }, offered.length)),
    h(
      "details",
      { class: "more" },
      h("summary", null, "Weaker hints"),
      h(
        "ul",
        null,
        read.map(item),
        unread === 0
          ? null
          : h("li", null, `${unread} of them cannot be read now, and ${unread === 1 ? "is" : "are"} left out`),
        left === 0 ? null : h("li", null, `and ${left} more, in the draft's JSON`),
      ),
    ),
  );
}
