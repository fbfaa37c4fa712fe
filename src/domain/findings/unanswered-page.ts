import { spellSpan } from "../spell.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that a page went on to somebody else because nobody had answered it: the pager escalated it by itself. Rests on the escalation's
 * entry. It refuses to claim anything of a page that a person passed on. Of 48 incidents whose people listed what they found it spoke in 1,
 * and they agreed in none.
 */
export const unansweredPage: Rule = {
  name: "unanswered_page",
  part: "went_wrong",
  category: "escalation",
  agreed: [0, 1],
  find: ({ entries }) => {
    const on = entries.find(({ happening }) =>
      happening.events.some(({ event: { event } }) => isByItself(event.kind, event.action, event.actor.type)),
    );
    if (!on) return [];
    const page = entries.find(({ happening }) => happening.sort === "page" || happening.sort === "alert");
    const after = page && on.at > page.at ? ` after ${spellSpan(on.at - page.at)}` : "";
    return [
      {
        subject: null,
        text: `A page went on to somebody else${after}: nobody had answered it.`,
        reason: "escalated_by_itself: the pager passed it on, no person did",
        evidence: [on],
      },
    ];
  },
};

const isByItself = (kind: string, action: string, actor: string): boolean =>
  kind === "page" && action === "escalated" && actor === "automation";
