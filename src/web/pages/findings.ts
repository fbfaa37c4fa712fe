import { h, type JSX } from "preact";
import type { Draft, Entry, Finding } from "../../domain/draft/schema.ts";
import type { FindingPart } from "../../domain/kinds.ts";
import type { Account } from "../view/account.ts";
import { utcClock } from "../view/times.ts";
import { unbroken } from "../view/unbroken.ts";
import { visible } from "../view/visible.ts";
import { counted, inWords, PART_WORDS } from "../view/words.ts";
import { judgeForms } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { because } from "./words.ts";

const PARTS: readonly FindingPart[] = ["went_wrong", "went_well", "issue"];

/** What may have gone well or wrong, each with its reason, its evidence and the verdict. */
export function findings(desk: Desk, { draft }: Account): JSX.Element {
  const waiting = draft.findings.filter(({ state }) => state === "candidate").length;
  const count = draft.findings.length === 0 ? "" : waiting === 0 ? "all judged" : `${waiting} to judge`;
  return h(
    "section",
    { id: "findings" },
    h("h2", null, "Findings ", h("span", { class: "count" }, count)),
    PARTS.map((part) => partSection(desk, draft, part)),
  );
}

function partSection(desk: Desk, draft: Draft, part: FindingPart): JSX.Element {
  const of = (state: Finding["state"]) =>
    draft.findings.filter((finding) => finding.part === part && finding.state === state);
  const standing = [...of("accepted"), ...of("candidate")];
  const rejected = of("rejected");
  const list = (found: readonly Finding[]) =>
    h(
      "ul",
      null,
      found.map((finding) => findingItem(desk, draft, finding)),
    );
  return h(
    "div",
    { class: `part ${part}` },
    h("h3", null, PART_WORDS[part]),
    standing.length === 0 ? h("p", { class: "empty" }, "Not in the record.") : list(standing),
    rejected.length === 0
      ? null
      : h("details", { class: "more" }, h("summary", null, `${rejected.length} rejected`), list(rejected)),
  );
}

const asSentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const STATE_WORDS: Readonly<Record<Finding["state"], string>> = {
  accepted: "accepted",
  candidate: "suggested",
  rejected: "rejected",
};

function findingItem(desk: Desk, draft: Draft, finding: Finding): JSX.Element {
  return h(
    "li",
    { id: finding.id, class: `finding ${finding.state}` },
    h(
      "p",
      null,
      h("span", { class: "category" }, asSentence(inWords(finding.category))),
      " ",
      h("span", { class: "count" }, STATE_WORDS[finding.state]),
    ),
    h("p", null, h("bdi", null, unbroken(visible(finding.text)))),
    h("p", { class: "reason" }, because(finding.reason)),
    chips(desk, draft, finding),
    judgeForms(desk, finding),
  );
}

/** Entries that one finding rests on and that show at once. */
const MOST_CHIPS = 8;

function chips(desk: Desk, { entries }: Draft, { evidence }: Finding): JSX.Element {
  if (evidence.length === 0) return h("p", { class: "reason" }, "Without evidence in the record.");
  const byId = new Map<string, Entry>(entries.map((entry) => [entry.id, entry]));
  const held = evidence.flatMap((id) => byId.get(id) ?? []);
  const rest = held.length - MOST_CHIPS;
  const chip = (entry: Entry) =>
    h(
      "a",
      { class: "chip", href: desk.hrefOf(entry.id) ?? "#", title: visible(entry.text) },
      utcClock(entry),
      entry.visibility === "log" ? " in the log" : "",
    );
  return h(
    "p",
    { class: "chips" },
    held.slice(0, MOST_CHIPS).map(chip),
    rest > 0 ? h("span", { class: "reason" }, `and ${counted(rest, "other entry", "other entries")}`) : null,
  );
}
