import type { Wording } from "../language.ts";
import { phrases } from "./phrases.ts";

export const DECIDED: Wording = {
  name: "decided",
  kind: "decision",
  pattern: phrases`
      (?:decision(?: is)?|(?<!\b(?:not|nothing|never|nobody|who|be|been|yet)(?: yet)? |n't )decided)(?=\s?:)|(?:we|i)(?:'ve| have)? (?:all )?(?:decided|agreed)|decided (?:to|on|against|not)|agreed (?:to|on)|(?:is|was) decided
      the decision is|we(?:'re| are)? go(?:ing)? (?:back to|with)
      (?<=^(?:(?:so|ok|okay|right|and|then|well|the)[,.]? )*)plan(?: is)?(?=\s?:)
    `,
  plain: true,
  sure: true,
};

/** What is to be done or left at once; other talk of what one might do is no decision yet. */
export const CHOOSES: Wording = {
  name: "chooses",
  kind: "decision",
  pattern: phrases`
      let'?s (?:just |rather |then )?(?:stop|halt|keep|hold|freeze|pause|park|take|scale|turn|roll|shut|fail|switch|stay|leave|postpone|drain|revert|abort|cancel)
      (?<=^(?:(?:ok|okay|so|then|and|right),? )?)from now on(?=\s?[:,])
      (?:trains?|releases?|roll-?outs?|deploys?|upgrades?|maintenance|migrations?|merges?|launch)(?: of [\w-]+)? (?:stays?|remains?) (?:where (?:it|he|she) is|where they are|put|parked|paused|frozen|on hold)(?: for (?:now|the time being|tonight|today))?(?=\s*(?:[.,;!]|$| until\b| till\b))
      stays? (?:where (?:it is|they are)|put|parked|paused|on hold) (?:until|till) (?:we|i|noon|midnight|tomorrow|next|\d|(?:the )?(?:morning|afternoon|evening|weekend)|(?:mon|tues|wednes|thurs|fri)day)
      (?:i'm|i am|we're|we are) (?:leaving|postponing|putting off|moving|keeping) (?:that|it|this|[\w-]+(?: [\w-]+)?) (?:for|to|until|till) (?:another (?:day|time|week)|tomorrow|next week|later|(?:mon|tues|wednes|thurs|fri)day|after)
      (?:(?:i'm|i am|we're|we are) not |(?<=^|[.,;!:] )not )(?:doing|deploying|merging|upgrading|(?<=(?:'m|'re|am|are) not )starting) (?:that|it|this|any of (?:it|that)) (?:today|now|tonight|this week)
      (?<=^(?:(?:ok|okay|so|right),? )?)(?!(?:how|what|where|who|that|here|there|yes|as|no|so|and|but|of course|(?:slow|nowhere|half past|up|\w+ly)(?= it))\b)[\w-]+(?: [\w-]+)? it is(?=\s*(?:[.,!]|$| then\b))
    `,
  plain: true,
};

export const DECIDES: Wording = {
  name: "decides",
  kind: "decision",
  pattern: phrases`
      let's|let us|decid(?:ed|ing)|decision|agreed|(?:the )?plan is|plan:
      we (?:will|should|are going to|go with)
      we'll|i'd (?:rather|do|like)|i would (?:rather|do)
      (?:could|can|would) (?:you|we|somebody|someone) (?:please )?\w+
      please (?:\w+ ){0,2}(?:restart|roll|revert|stop|hold|disable|turn|reboot|power|drain|scale)
      hold(?:ing)? (?:off|the)|instead of|go ahead|go for
    `,
  plain: false,
};

/** Tells somebody what they changed: that it is to blame is meant, and not known ("you merged a new map this morning"). */
export const SUSPECTS: Wording = {
  name: "suspects",
  kind: "hypothesis",
  pattern: phrases`
      (?<!\b(?:thanks|thx|great|good|nice|glad|once|when|if) (?:\w+ ){0,2})you (?:guys |all |just )?(?:deployed|merged|released|shipped|pushed|rolled out|upgraded|switched over|migrated)(?!.*\b(?:thanks?|thx|great|nice)\b)
    `,
  plain: true,
};

/** Who takes the lead, or gives it on, while it lasts. */
export const LEADS: Wording = {
  name: "leads",
  kind: "decision",
  pattern: phrases`
      (?:i have|i've got|i'll have|i got) (?:the )?(?:ic|incident command)
      (?:taking|took|takes?) over (?:as )?(?:the )?(?:ic|(?:incident )?lead|incident (?:command(?:er)?|coordinat(?:or|ion)))
      hand(?:ed|ing) (?:over )?(?:ic|incident (?:command|coordination)|the incident|the lead)(?: over)? to
    `,
  plain: true,
};

export const CALLS_FOR_HELP: Wording = {
  name: "calls_for_help",
  kind: "escalation",
  pattern: phrases`
      paging(?! (?:me|us|myself)\b)(?<!\b(?:not|stop|stopped|it's|is|was) paging)|(?<!\b(?:got|get|gets|getting|i was|we were|i've been|i'm|we've been|be|being|nobody|nobody's|no one|nothing|never|not|wasn't|weren't) )paged|escalat(?:ed|ing)|pull(?:ed|ing) in|called in|calling in|call(?:ed|ing) the vendor
      rais(?:ed|ing) (?:it |this )?with
      (?:loop|rop)(?:ed|ing) in
      (?:ping|pok|nudg)(?:ed|ing) (?:the )?(?:\w+ ){0,3}(?:team|on-?call|folks)
      (?:open|rais|fil|creat|logg)(?:ed|ing) (?:an? )?(?:support |priority |\w+ support )?(?:case|ticket|sev ?-?\d|p[0-4]|incident) (?:with|at)(?! (?:sev|p\d|prio\w*|high|low|\d))
      support case
      (?<=^|[,.;] |\bi'm |\band )(?:calling|phoning|ringing) (?:@[\w.-]*\w|(?:the )?[\w-]+ (?:on-?call|team|lead))(?=\s*(?:[.,;:!)]|$| (?:now|about|again|for|to|too|as well|and|in)\b))
      (?:can|could) (?:somebody|someone|anybody|anyone) (?:from|of|on) (?:\w+ ){1,3}(?:join|help|look|come)
    `,
  plain: true,
  sure: true,
};

export const SHIPS_THE_FIX: Wording = {
  name: "ships_the_fix",
  kind: "follow_up",
  pattern: phrases`
      (?:permanent|proper|actual|real) fix (?:\w+ ){0,4}(?:rolling|deploying|deployed|merged|out|live|shipped|shipping)
    `,
  plain: true,
};

export const TAKES_IT_ON: Wording = {
  name: "takes_it_on",
  kind: "acknowledgement",
  pattern:
    /\b(?:(?<!^\W*(?:oh |ok |and |but |just )?)look (?:at|into) (?:it|this|that|the)|looking (?:at|into) (?:it|this|that|the)|(?:having|taking) a look|(?:will|i'll|to|gonna) (?:take|have) a look|on it\b|i'll take|i can take|i take (?:it|this)(?=\s*(?:[.,;!]|$))(?!, (?:you|that|the|we|they|this|so|it)\b)|i(?:'ve| have) got (?:it|this)(?=\s*(?:[.,;!]|$))(?!, (?:it|the|that|this)\b)|i'm on this(?=\s*(?:[.,;!]|$)| (?:one|now|already|too)\b)|i(?:'ve| have)? (?:got )?the pager\b|(?<=[,.;!)] )looking(?=\s*(?:[.,;!]|$))|taking (?:it|this)|ack(?:ed|nowledged)?\b|i'm (?:here|online|around|on call|at the keyboard))/i,
  plain: false,
};
