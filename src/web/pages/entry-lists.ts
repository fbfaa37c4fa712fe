import { h, type JSX } from "preact";
import type { Entry } from "../../domain/draft/schema.ts";
import type { Account } from "../view/account.ts";
import { isHidden } from "../view/flags.ts";
import { entryRow, linesBefore } from "../view/row.ts";
import { offsetFrom, utcDay, zoneCity } from "../view/times.ts";
import { addForm } from "./decision-forms.ts";
import { type Desk, LOG_PAGE } from "./desk.ts";
import { unfold } from "./evidence.ts";
import { queryOf, type Viewpoint } from "./viewpoint.ts";
import { wordingFlag } from "./wording.ts";
import { briefly } from "./words.ts";

/** The left column: the timeline, or everything attached, with the switch between them. */
export function listSection(desk: Desk, account: Account, viewpoint: Viewpoint): JSX.Element {
  const { draft, rows } = account;
  const tab = (log: boolean, words: string, count: number) =>
    h(
      "a",
      {
        href: `?${queryOf({ ...viewpoint, log, page: 1 })}`,
        ...(log === viewpoint.log ? { "aria-current": "true" } : {}),
      },
      words,
      " ",
      h("span", { class: "count" }, count),
    );
  return h(
    "section",
    { class: "list", "aria-labelledby": "list-heading" },
    h("h2", { id: "list-heading", class: "unseen" }, viewpoint.log ? "Activity log" : "Timeline"),
    h(
      "nav",
      { class: "switch", "aria-label": "Which entries" },
      tab(false, "Timeline", rows.length),
      tab(true, "Activity log", draft.entries.length),
      origin(account, viewpoint),
    ),
    viewpoint.log ? logList(desk, account, viewpoint) : timelineList(desk, account, viewpoint),
    addForm(desk, draft.asOf),
  );
}

function origin({ origin: from }: Account, viewpoint: Viewpoint): JSX.Element {
  const { zone } = viewpoint;
  const utcOnly = `?${queryOf({ ...viewpoint, zone: null })}`;
  const switching =
    zone === null
      ? h("a", { "data-my-zone": true, hidden: true, href: utcOnly })
      : h("a", { href: utcOnly }, "UTC only");
  const beside = zone === null ? "" : `, below it ${zoneCity(zone)}`;
  const counts = from ? `; T+ counts from ${from.says}` : "";
  return h("p", { class: "origin" }, `Times in UTC${beside}${counts} `, switching);
}

function timelineList(desk: Desk, { rows, draft }: Account, reader: Viewpoint): JSX.Element {
  if (rows.length === 0) {
    const heard = draft.coverage.map(({ source, last }) => `${source} ${last === null ? "never" : last.slice(11, 16)}`);
    const sources = heard.length === 0 ? "" : ` Sources heard from while it lasted: ${heard.join(", ")}.`;
    return h(
      "p",
      { class: "empty" },
      `Nothing stands on the timeline. ${draft.entries.length === 0 ? "Nothing is attached yet." : "The activity log has what is attached."}${sources}`,
    );
  }
  return h(
    "ol",
    { class: "timeline" },
    rows.map((row) =>
      h(
        "li",
        { id: row.entry.id, class: row.entry.new ? "is-new" : "" },
        linesBefore(row, reader),
        entryRow(row.entry, row.offset, reader, {
          mark: wordingFlag(row.entry),
          unfolds: unfold(desk, row.entry),
        }),
      ),
    ),
  );
}

/** Everything attached, a page at a time; what stands on the timeline carries a bar, the rest says why it does not. */
function logList(desk: Desk, { draft, origin: from }: Account, viewpoint: Viewpoint): JSX.Element {
  const { entries } = draft;
  const start = (viewpoint.page - 1) * LOG_PAGE;
  const shown = entries.slice(start, start + LOG_PAGE);
  const item = (entry: Entry, place: number) => {
    const day = entry.at.slice(0, 10) === shown[place - 1]?.at.slice(0, 10) ? null : utcDay(entry.at);
    const isLogged = entry.visibility === "log";
    const why = h("span", { class: "why" }, briefly(entry.reason));
    return h(
      "li",
      { id: entry.id, class: isLogged ? `in-log${isHidden(entry) ? " is-hidden" : ""}` : "on-timeline" },
      day === null ? null : h("h3", { class: "day" }, day),
      entryRow(entry, offsetFrom(from, entry), viewpoint, {
        mark: wordingFlag(entry),
        unfolds: unfold(desk, entry),
        ...(isLogged ? { below: why } : {}),
      }),
    );
  };
  return h(
    "div",
    null,
    h("ol", { class: "timeline log", start: start + 1 }, shown.map(item)),
    pager(entries.length, viewpoint),
  );
}

function pager(total: number, viewpoint: Viewpoint): JSX.Element | null {
  const { page } = viewpoint;
  const last = Math.max(1, Math.ceil(total / LOG_PAGE));
  if (page <= last && last === 1) return null;
  const to = (target: number, words: string) =>
    target < 1 || target > last ? null : h("a", { href: `?${queryOf({ ...viewpoint, page: target })}` }, words);
  const from = (page - 1) * LOG_PAGE + 1;
  const range =
    page > last
      ? [h("span", null, `Nothing stands on page ${page}: the log ends at entry ${total}`), to(last, "Last page")]
      : [h("span", null, `${from}–${Math.min(page * LOG_PAGE, total)} of ${total}`)];
  return h(
    "nav",
    { class: "pager", "aria-label": "Pages of the log" },
    to(page - 1, "Earlier"),
    range,
    to(page + 1, "Later"),
  );
}
