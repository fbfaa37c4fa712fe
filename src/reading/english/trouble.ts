import type { Wording } from "../language.ts";
import { phrases } from "./phrases.ts";

/** Something is down or fails for those who use it. */
export const TROUBLE = phrases`
        (?:is|are|was|were|seems?|looks?|went|still|just|all|completely|totally)\s+(?:down(?! (?:to|from)\b)|broken|failing|unreachable|unavailable|unresponsive|stuck|hanging|hung|timing out|erroring|crashing|slow|dead|gone|offline|locked|spinning)
        (?:is|are) out (?:too|as well|again)
        (?:keeps?|started|starts?) (?:failing|crashing|timing out|erroring|restarting|dying)
        can(?:'|no)?t (?:reach|connect|log ?in|sign in|save|load|open|access|resolve|pull|push|start|get in|get through)
        (?:cannot|unable to|fails? to|failing to|failed to|won't|refus\w+|doesn't|don't|isn't|aren't|not)\s+(?:to )?(?:reach\w*|connect\w*|log ?in|sav\w+|load\w*|open\w*(?! (?:(?:an?|any|the|this|it|as) ){0,3}(?:\w+ )?(?:major|incident|sev ?-?\d|p[01])\b)|access\w*|resolv\w+|start\w*|respond\w*|work\w*|com\w+ up|picking up|every|any|all)
        (?:get|gets|getting|got|seeing|see|sees|returns?|returning|throw\w*|serv\w+|with) (?:\w+ ){0,3}(?:5\d\ds?|4\d\ds?|errors?|timeouts?|time-outs|outages?|failures?)
        \b5\d\ds\b|outage|crash(?:es|ing|ed)?(?: |-)?loops?
        \d+\s?% of (?:\w+ ){1,4}(?:are |is )?fail\w*
        (?:requests|users|jobs|builds|logins|uploads|writes|pods|saves) (?:\w+ ){0,2}fail\w*
        error rates? (?:is|are|at|above|over|up|jump\w*|spik\w*|went)
        nothing (?:loads|works|resolves|starts)
        (?:pages?|sites?|apps?|everything|screens?) (?:just |only )*(?:spins?|hangs?)
        never (?:finish\w*|start\w*|complet\w*|return\w*|arriv\w*|c[ao]me up)|hangs|stalls|crashes
        (?<=\w{3,}s (?:(?:all|just|still|now) )?)(?:hang|stall|freeze|crash|time out)(?=\s*(?:[.,;!)]|$| (?:at|in|for|on|after|and|when|forever)\b))
        (?:pages?|search(?:es)?|results?|screens?|dashboards?|inbox|feeds?|views?|carts?)(?: \w+){0,3} (?:is|are|stays?|comes? (?:up|back)) (?:empty|blank)
        (?:refuses|rejects) (?:the|all|every|any|new|our|its|most|half|\d+)
        something(?:'s| is) (?:broken|wrong|off)
        (?:customers?|users?|people|clients?|visitors?|everybody|everyone) (?:\w+ ){0,2}(?:can(?:'|no)?t|can no longer|(?:are|were) (?:unable|not able) to) \w+
        (?:nobody|no one) can (?:log|sign|pay|order|book|buy|check|open|load|reach|save|send|sync|connect|access|use|start|submit|register|watch|play)\w*
        (?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|dozens of|several|many|lots of) (?:\w+ )?(?:tickets|complaints|calls)
        (?:tickets|complaints|calls) (?:\w+ )?(?:com\w+ in|pil\w+ up|pour\w+ in)
      `;

/** What is bad while it lasts, and measures of which more is worse. */
const ILLS = [
  "errors?|error rates?|[45](?:\\d\\d|xx)s?|alerts?|alarms?|failures?|timeouts?|time-outs|exceptions?|crash(?:es|loops?)?",
  "latency|latencies|lag|spikes?|problems?|issues?|symptoms?|outages?|restarts|ooms?",
].join("|");
const BETWEEN =
  "(?: (?:\\w+ly|is|are|was|were|came|come|coming|has|have|all|now|just|right|still|then|straight|started))*";
const TO_GOOD =
  "(?:to (?:normal|zero|nothing|none|base|usual|their|its|where|[~<]?\\d)|at (?:normal|usual|base|zero)|down|under|below|within|in the)";

/** What was bad is there again. The word "back" alone does not tell good from bad: what is back does. */
export const RELAPSE = new RegExp(
  `\\b(?:${ILLS})${BETWEEN} (?:back\\b(?! ${TO_GOOD}\\b)|again\\b|return(?:ed|s|ing)\\b|re-?appear(?:ed|s|ing)\\b|recur(?:red|s|ring)\\b)|\\b(?:fail|crash|alert|fir|error|break|broke|hang)(?:s|ing|ed)? again\\b`,
  "i",
);

/** Those who use it, or who speak for them. */
export const USERS = phrases`
        users?|customers?|clients?|people|everybody|everyone|nobody|no one|communit(?:y|ies)
        support (?:here|says|has|team|tickets?)
        tickets?|reports? (?:of|from|that|coming)|reported|complain\w*|colleagues?|teachers?|students?|merchants?
        editors?|visitors?|tweets?|twitter|reddit|forum
      `;

export const CAME_BACK: Wording = {
  name: "came_back",
  kind: "symptom",
  pattern: RELAPSE,
  plain: true,
  means: "trouble_back",
};

export const RELAYS_TROUBLE: Wording = {
  name: "relays_trouble",
  kind: "human_report",
  pattern: phrases`
      report(?:s|ed|ing)? (?:of|from|that|coming|by)
      support (?:here|says|team)
      (?:users?|customers?|people|communit\w+|clients?) (?:\w+ ){0,3}(?:report\w*|writ\w+|say\w*|complain\w*|see\w*|get\w*|can(?:'|no)t|are (?:see|gett)ing)
    `,
  plain: false,
};

export const IS_IN_TROUBLE: Wording = {
  name: "is_in_trouble",
  kind: "symptom",
  pattern: TROUBLE,
  plain: true,
  among: ["observation", "failed_attempt"],
};
