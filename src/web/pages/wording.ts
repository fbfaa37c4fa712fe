import { type ComponentChildren, h, type JSX } from "preact";
import type { Entry, LintMark } from "../../domain/draft/schema.ts";
import { visible } from "../view/visible.ts";
import { inWords } from "../view/words.ts";
import { quoted } from "./words.ts";

const SHORT: Readonly<Record<string, string>> = {
  blame: "judges somebody",
  counterfactual: "tells what should have been",
  how: "tells how",
  why: "tells why",
};

const shortly = (rule: string): string => SHORT[rule] ?? inWords(rule);

/** Behind the text: what its words do beside telling what happened. Nothing, where they do only that. */
export function wordingFlag({ lint }: Entry): ComponentChildren {
  if (lint.length === 0) return null;
  const does = [...new Set(lint.map(({ rule }) => shortly(rule)))].join(", ");
  return [" ", h("span", { class: "flag wording" }, does)];
}

/**
 * In the unfolded row: the words, what is the matter with them, and what to write instead, said once for all words that it holds for.
 * Hints: nobody has to follow them.
 */
export function wordingHints({ lint }: Entry): JSX.Element | null {
  if (lint.length === 0) return null;
  const told = new Set<string>();
  const isTold = ({ rule, reason, hint }: LintMark) => told.size === told.add(`${rule} ${reason} ${hint}`).size;
  return h(
    "ul",
    { class: "wording-hints", "aria-label": "About the wording" },
    lint.map((mark) => hintLine(mark, isTold(mark))),
  );
}

function hintLine({ rule, words, note, reason, hint }: LintMark, isTold: boolean): JSX.Element {
  const where = note === undefined ? "" : ` in note ${note + 1}`;
  const matter = `${quoted(words)}${where} ${shortly(rule)}`;
  if (isTold) return h("li", null, h("strong", null, `${matter}, too.`));
  return h("li", null, h("strong", null, `${matter}.`), ` ${visible(reason)} ${visible(hint)}`);
}
