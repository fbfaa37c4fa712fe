import { h, type JSX } from "preact";
import type { MomentView } from "./account.ts";
import { type Reader, timeCell } from "./time-view.ts";
import { visible } from "./visible.ts";

/**
 * The seven key moments; each leads to the entry that it stands on.
 *
 * @param hrefOf the address of an entry; null where it is shown nowhere
 */
export function momentsStrip(
  moments: readonly MomentView[],
  reader: Reader,
  hrefOf: (entry: string) => string | null,
): JSX.Element {
  const slots = moments.map((moment) => slot(moment, reader, moment.entry === null ? null : hrefOf(moment.entry)));
  return h("nav", { class: "key-moments", "aria-label": "Key moments" }, h("ol", { class: "moments" }, slots));
}

function slot({ word, told, offset, reason }: MomentView, reader: Reader, href: string | null): JSX.Element {
  const value = told
    ? timeCell(told, offset.replace(/^T/, ""), reader)
    : h("span", { class: "absent", title: visible(reason) }, "not in the record");
  return h(
    "li",
    { class: told ? "moment" : "moment unset" },
    h("span", { class: "name" }, word),
    told && href !== null ? h("a", { href, title: visible(reason) }, value) : value,
  );
}
