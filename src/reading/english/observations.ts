import type { Wording } from "../language.ts";
import { TIME_OF_DAY } from "../said-time.ts";
import { phrases } from "./phrases.ts";

/** A clock time as people cite it for what they found. */
export const CLOCK = new RegExp(
  `\\b(?:from|since|at|around|stamped|until|till|by|says?|started) (?:about |around )?(${TIME_OF_DAY})`,
  "i",
);

/** A schedule or a deadline knows no seconds. */
const TO_THE_SECOND = `(?=\\d{1,2}:\\d\\d:\\d\\d)(${TIME_OF_DAY})`;
/** What a time is read from. */
const RECORDS =
  "(?:the |our |my )?(?:[\\w-]+ )?(?:graphs?|logs?|metrics|dashboards?|traces|charts?)(?! (?:team|people|config|page)\\b)";

/** When something was seen first, to the second: schedules and deadlines know no seconds. A first case may start at 9:00, a first error is at 9:00:12. */
export const FIRST_SEEN = new RegExp(
  [
    `\\b(?:first|earliest)\\b[^.?!;]{0,60}? (?:is|was|were|at|from) (?:from |at )?(?:about |around )?${TO_THE_SECOND}`,
    `\\b(?:start(?:s|ed)|began|begins) (?:at |around )?${TO_THE_SECOND}`,
    `(${TIME_OF_DAY}),? (?:going by|judging by|according to|per|by) ${RECORDS}`,
    `\\b(?:going by|judging by|according to|per) ${RECORDS}[,:]? (?:it |that |this )?(?:[\\w-]+ ){0,2}(?:at |around |from )?(${TIME_OF_DAY})`,
  ].join("|"),
  "i",
);

/** What is drawn stops once, what a calendar holds every day. */
const AS_SHOWN = "(?<=\\b(?:all|graphs?|logs?|metrics|dashboards?|traces|charts?)\\b[^.;!?]{0,60})";

/** When something rose or fell, as graphs show it. */
export const ROSE = new RegExp(
  `\\b(?:t(?:ook|akes) off|(?:goes|went|shot) (?:up|down|flat|quiet|to zero)|jump(?:s|ed)|spik(?:es|ed)|climb(?:s|ed)|kick(?:s|ed) in|dropped|fell|collapsed|stopped|${AS_SHOWN}(?:drops?|falls?|collapses?|stops?)|(?<!\\b(?:i|we|you|they|should|will|must|to) )(?:stop|drop)) (?:at|around|from) (?:about |around )?(${TIME_OF_DAY})`,
  "i",
);

/** "support desk here, …", "hi, the payments team here:", "payments here." Who speaks has a role, or is one word that opens the message; what else is "here" may be the trouble. */
export const SPEAKS_FOR =
  /(?:^|[.,;:!?]\s+)(?:(?:hi|hello|hey|morning)(?: all| folks| team| everyone)?,?\s+)?(?!(?:[\w-]+ ){0,3}(?:on(?!-?call)|in|at|is|are|was|were|no|not|down|up|out|broken|gone|dead|same|back|still|again|nothing|all|any|everything)\b)((?:the )?(?:[\w-]+ ){0,2}(?:[\w-]+-)?(?:desk|support|team|ops|on-?call|helpdesk|noc|sre|engineering)(?= here\s*[.,;:!])|(?<=^(?:(?:hi|hello|hey|morning),? )?)[\w-]+(?= here[.:])) here/i;

/** A time of every day, or of another one, and what is set or promised. */
export const SCHEDULED =
  /\b(?:every|each|daily|nightly|weekly|hourly|schedules?|scheduled|config\w*|retention|sla|slo|stand-?up|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b/i;

export const QUOTES_LOG = /^(?:[\w'-]+ ){0,4}logs? (?:says?|shows?|has|have|had|reads?|entry|line)\b[^\w\n]*/i;
/** Logs write months in English, whatever people speak. */
export const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A part of a whole: a share, or so many of more. */
const PART = "(?:[1-9]\\d? ?(?:%|percent\\b|per cent\\b)|(\\d+) ?(?:/|of|out of) ?(?:the )?(?!\\1\\b)\\d+\\b)";
/** The same behind another part. */
const NEXT_PART = PART.replaceAll("\\1", "\\2");
/** Work that takes its time. */
const WORK =
  "resiz(?:e|ing)|copy(?:ing)?|scaling|restor(?:e|ing)|rebuild(?:ing)?|re-?index(?:ing)?|migration|import|export|re-?sync|backfill|upload|download|reshard(?:ing)?|scrub";
const HANDLED =
  "checked|copied|done|moved|migrated|restored|synced|imported|loaded|processed|indexed|rebuilt|uploaded|downloaded|verified|scanned|up|in|through|ready|finished|complete|connected";
/** What makes of a share a measure of the trouble. */
const BAD = "err|fail|down|full|los[st]|broke|crash|time|outage|stuck|dead|gone|wrong|5\\d\\d|5xx";
/** What is beside the count: that it goes on, a sigh, or some words that tell of no trouble. */
const GOES_ON =
  "(?:,| and)? (?:climbing|counting|rising|growing|falling|dropping|shrinking|going|to go|left|so far|already)|[.!…]+ (?:h+m+|ok|nice|good|great|slow(?:ly)?|phew)";
const BESIDE = `[,;] (?!.*(?:${BAD}))[^\\s,;:]+(?: [^\\s,;:]+){0,4}`;

/** The whole message counts how far something got: a part of the work, one of its steps, what is left in a queue. */
export const COUNTS = new RegExp(
  [
    `^(?:now |at |about |~)?${PART}(?: of (?:the )?[\\w-]+ (?:${HANDLED})|(?: (?!are\\b|is\\b)[\\w-]+){0,2}(?: is| are)? (?:${HANDLED}))?(?:${GOES_ON}|${BESIDE})?\\W*$`,
    `^(?:[\\w.-]+ ){0,4}(?:${WORK})(?: (?:is|now|still|running|in progress))*[,:]?(?: now)?(?: at)? ${NEXT_PART}(?:${GOES_ON})?\\W*$`,
    `^(?:batch|wave|round|group|chunk|slice|part|step) \\d+ (?:is |are )?(?:${HANDLED})(?: \\([^)]*\\))?\\W*$`,
    `^[\\w.-]+ (?:is )?(?:${HANDLED}), [\\w.-]+ (?:is )?at \\d+ ?%\\W*$`,
    "^(?:the )?(?:[\\w.-]+ ){0,2}(?:queue|backlog)(?:'s| is)?(?: now)?(?: down)?(?: to| at)? ~?[1-9][\\d.,]*k?(?: [a-z]+)?[^\\w]*(?:\\\\o/)?$",
  ].join("|"),
  "i",
);

export const CITES_TIME: Wording = {
  name: "cites_time",
  kind: "observation",
  pattern: CLOCK,
  plain: true,
  slight: true,
};

export const MEASURED: Wording = {
  name: "measured",
  kind: "observation",
  pattern:
    /\b(?:\d+(?:\.\d+)?\s?(?:%|[kM]?\s?(?:\/s|req\/s|rps\b|qps\b)|ms\b|gb\b|mb\b|tb\b|qps)|(?:a|one|two) (?:third|half|quarter)s? of)/i,
  plain: true,
};

export const FOUND: Wording = {
  name: "found",
  kind: "observation",
  pattern: phrases`
      found|(?<!can )confirm(?:ed|s)?|can confirm:? \w+|(?:ran|running|run) out(?: of)?|(?:has |had |is |are )?expired|verif(?:ied|ies)|identified|it's the|turns out|root cause
      the (?:cause|culprit|problem) is
      logs? (?:show|say|has|have|is|are)
      graphs? (?:show|say)|metrics? (?:show|say)|dashboards? (?:show|say)s?|trac(?:e|es|ed) (?:show|to)
      nothing (?:in|on|wrong)
      no (?:diffs|differences|mismatch(?:es)?|discrepanc(?:y|ies)|corruption|data loss)
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
