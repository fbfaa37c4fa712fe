import type { Wording } from "../language.ts";
import { phrases } from "./phrases.ts";

/** Nobody opens it. */
const UNDENIED =
  "(?<!(?:\\b(?:not|never|nor|without|nobody|instead of|rather than|avoid|before|against|refus\\w+|short of|too (?:early|late|soon)|why|had|keeps?|hates?|consider\\w*|thinking|no (?:need|reason|point|one|plans?))|n't)(?: (?:for|to|of|in|be|yet|even|really|about|going|planning|we|are|anyone|anybody|want|\\w+ly)){0,4} |\\bdrill\\b[^.!?]{0,30})";
/** Somebody opens or leads it another day, or for practice. */
const NOT_NOW =
  "(?! (?:is|isn't|was|would|seems?|feels?|sounds?|training|course)\\b|[^.,:;!?\\n]*\\b(?:back then|last (?:spring|summer|autumn|winter|quarter)|tomorrow|yesterday|drill|game ?day|exercise|(?:next|last) (?:week|month|time|year|night|quarter)|(?:days?|weeks?|months?|years?) ago|(?<!\\b(?:as|since|like|from) )(?:on|by|next|last|this|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day(?!'))\\b|[^.;!?\\n]*\\bthen (?:closed|dropped|withdrew)\\b)";
const NOT_A_ROTA =
  "(?! (?:when|once|if|after|later)\\b| (?:for |in |all |during )?(?:this|the|next|every|on-?call) (?:week|month|rota|rotation|shift|sprint)\\b)";
/** Nothing behind it but who has which part. */
const ENDS_OR_ROLES =
  "(?=\\s*[.!]?\\s*$|\\s*[.,;!] @?[\\w.-]+(?: [\\w.-]+)?: |\\s*, (?!(?:it|this|that|script|job)\\b)@?[\\w.-]+ (?:on|has|takes|does) [\\w-]+\\s*(?:[,.;]|$))";

export const DECLARES_INCIDENT: Wording = {
  name: "declares_incident",
  kind: "declaration",
  pattern: phrases`
      ${UNDENIED}(?:declar\w+|(?:open|start|call|rais|creat)(?:ing|ed)) (?:this |it |that |us )?(?:as |up |to )?(?:an? |the )?(?:\w+ ){0,2}(?:incident|sev ?-?\d|p[01]|outage)(?! (?:with|at) (?:the |our )?(?!sev|p\d|prio|high|low|\d)\w)${NOT_NOW}
      ${UNDENIED}(?:(?:open|rais|call|declar)(?:ing|ed)) (?:this |it )?an? major(?=\s*(?:[.,;:!]|$)| (?:for|on|about)\b)${NOT_NOW}
      ${UNDENIED}(?:declar\w+|(?:open|start)ing) #?(?:inc|incident|sev|outage)[-_ ]?\d[\w-]*${NOT_NOW}
      incident (?:channel|room|call|bridge|doc)(?: \w+){0,4} (?:for|is|here|open|up)
      (?:i'm|i am|i'll be|taking|i'll take|acting as) (?:the )?(?:ic|incident (?:commander|coordinator|lead|manager))${NOT_A_ROTA}${NOT_NOW}
      (?:i can|i'll|i could|happy to|glad to|let me) (?:be|take|do) (?:the )?(?:ic|incident (?:commander|command|lead))${NOT_A_ROTA}${NOT_NOW}
      ${UNDENIED}(?:(?:i|i'll|i'm) (?:take|taking|have)|assuming|taking) (?:incident )?command(?=\s*(?:[.,;!]|$)| (?:here|of this|from here|now)\b)${NOT_NOW}
      (?:i'm|i am) (?:running|leading|coordinating) (?:it|this|the incident)
      (?<=^|[.,;!] )i (?:run|lead) (?:this(?: one)?|the incident)${ENDS_OR_ROLES}
      (?:i'm|i am|i'll be) coordinating(?=\s*(?:[.,;!()]|$))
      (?:this|it) is (?:now )?(?:an? )?(?:incident|sev ?-?\d)
      ${UNDENIED}mak(?:e|ing) (?:this|it) (?:an? )?(?:\w+ )?(?:incident|sev ?-?\d|p[0-4]|major|outage)(?! (?:if|when|once)\b)
    `,
  plain: true,
  sure: true,
};

export const DECLARES_END: Wording = {
  name: "declares_end",
  kind: "resolution",
  pattern: phrases`
      (?:incident|outage|issue|this|it|everything|all)(?:'s| is| are| was)? (?:now |all |fully |considered )*(?:resolved|closed|fixed)
      (?<!\b(?:when|once|until|till|before|after|if|as soon as) )(?:incident|outage|issue|this|it|everything|all)(?:'s| is| are| was) (?:now |all |fully |considered )*over(?! (?:\d+|an?|the|half|to|there|here|our|quota|capacity|limit|budget)\b)
      (?<=^|[.,;:!] )(?:incident|outage|issue|all) (?:now )?over(?=\s*(?:[.,;!]|$))
      (?:closing|closed|resolving|resolved|ending) (?:the |this |out the )?(?:incident|outage|page|issue)
      (?<=^|[.,;:] )(?:this is the )?end of (?:the |this )?(?:incident|outage)(?=\s*(?:[.,;!]|$))
      all[- ]clear
      (?:calling|(?:i|we|let's|i'd|we can|i'll|we'll) call) (?:it|this) (?:good|done|resolved|fixed|over|repaired|closed)
      (?<=^|[.,;] |that )(?:i'm )?(?:closing|closed)(?: this(?: one)?| it| now)?(?: out)?(?=\s*(?:[.,;!]|$))(?!,? (?:superseded|dup\w*|in favou?r|stale|obsolete|won'?t ?fix))
      fully (?:restored|recovered|resolved)
      stand(?:ing)? down
    `,
  plain: true,
  sure: true,
};

export const DECLARES_MITIGATED: Wording = {
  name: "declares_mitigated",
  kind: "mitigation",
  pattern: phrases`
      (?:it|this|that|incident|impact|issue|we)(?:'s|'re| is| are| has been)? (?:now )?mitigated
      mitigated (?:as of|at|now)
      mitigation (?:is )?(?:in place|applied|out|done)
    `,
  plain: true,
  means: "impact_mitigated",
};

export const POSTS_STATUS: Wording = {
  name: "posts_status",
  kind: "communication",
  pattern: phrases`
      status ?(?:page|post|update|site)\b(?:(?!\b(?:green|says?|show\w*)\b).)*\b(?:is up|posted|published|sent|updated|live|(?:is )?out(?! (?:too|as well|also|again|of)\b))
      (?:posted|published|sent|updated|put up|announced)\b.*\bstatus(?: ?page)?
      status is (?:up|out|posted|published|live)
    `,
  plain: true,
  sure: true,
  means: "status_posted",
};

/** What a leader writes at a fixed hour for those who do not read along. */
export const SUMS_UP =
  /^\W*(?:status |situation )?(?:update|report|sitrep|recap|summary)[\s,:–-]*(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)/i;

export const TELLS_OUTSIDE: Wording = {
  name: "tells_outside",
  kind: "communication",
  pattern: phrases`
      (?<!\b(?:campaign|promo\w*|ads?|sales?|marketing|cookie|consent|newsletter|sponsor\w*|discount) )(?:tweet|banner|announcement)\b.*\b(?:is out|is up|posted|published|sent|updated|live|out)
      (?:posted|published|sent|updated|put up|tweeted|announced)\b.*\b(?:tweet|banner|update|announcement|mail)
      (?:notified|informed|told|e-?mailed|wrote to|updated)\b.*\b(?:customers?|users|community|everybody|everyone)
      (?:customers|users|community)\b.*\b(?:informed|told(?! (?:us|me)\b)|notified|updated)
    `,
  plain: true,
  sure: true,
};

/** A reminder to tell the public, or the question whether somebody did. */
export const REMINDS = /^\W*(?:(?:friendly|gentle) )?reminder\b|^[^.!?\n]*\bstatus ?page\b[^.!?\n]*\?\s*$/i;
