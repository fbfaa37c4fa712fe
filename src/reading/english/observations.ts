import type { Wording } from "../language.ts";
import { phrases } from "./phrases.ts";

/** A clock time as people cite it for what they found. */
export const CLOCK =
  /\b(?:from|since|at|around|stamped|until|till|by|says?|started) (?:about |around )?(\d{1,2}:\d\d)\b/i;

export const CITES_TIME: Wording = {
  name: "cites_time",
  kind: "observation",
  pattern: CLOCK,
  plain: true,
};

export const MEASURED: Wording = {
  name: "measured",
  kind: "observation",
  pattern:
    /\b(?:\d+(?:\.\d+)?\s?(?:%|k\/s|\/s|req\/s|rps|ms\b|gb\b|mb\b|tb\b|qps)|(?:a|one|two) (?:third|half|quarter)s? of)/i,
  plain: true,
};

export const FOUND: Wording = {
  name: "found",
  kind: "observation",
  pattern: phrases`
      found|(?<!can )confirm(?:ed|s)?|can confirm:? \w+|(?:ran|running|run) out(?: of)?|(?:has |had |is |are )?expired|verif(?:ied|ies)|identified|it's (?:the|a|an|two|only|all)|turns out|root cause
      the (?:cause|culprit|problem) is
      logs? (?:show|say|has|have|is|are)
      graphs? (?:show|say)|metrics? (?:show|say)|dashboards? (?:show|say)s?|trac(?:e|es|ed) (?:show|to)
      nothing (?:in|on|wrong)
    `,
  plain: true,
};

export const SEES: Wording = {
  name: "sees",
  kind: "observation",
  pattern: phrases`
      see(?:s|ing)?|notic(?:e|ed|ing)|show(?:s|ing)|looks?|reads?|says?|there(?:'s| is| are)|since \d|at \d\d:\d\d
      \d+(?:\.\d+)?\s?(?:%|ms|s|min|gb|mb|k\/s|req\/s)
      still|already|is|are|has|have|was|were
    `,
  plain: false,
};
