import type { RemarkWording } from "../language.ts";
import { TIME_OF_DAY } from "../said-time.ts";
import { ROSE } from "./observations.ts";
import { phrases } from "./phrases.ts";

/** What watches over a live system. */
const WATCH = "alert|alarm|monitor|metric|probe|check|pager";
/** What tells people how it is done. */
const MANUAL =
  "runbook|playbook|docs|documentation|readme|wiki(?: page)?|manual|instructions|procedure|how-?to|checklist|page in the wiki";
/** A sentence goes on for so much at most between two words that belong together. */
const ON = "(?:[^.;]|\\.(?=\\S)){0,40}?";

const UNWATCHED: RemarkWording = {
  about: "unwatched",
  evenAsked: true,
  pattern: new RegExp(
    [
      `\\b(?:nothing|nobody|none of ${ON}) (?:ever )?(?:alert(?:s|ed)?|page[sd]|watche[sd]|monitor(?:s|ed)|warn(?:s|ed))\\b|\\bnothing (?:told|tells) (?:us|anybody|anyone)\\b`,
      `\\b(?:no|without(?: an?)?|without any) (?:${WATCH})s?(?:ing)? (?:on|for|about|exists?|there|told|fired|went|covers?|at all|yet|configured)\\b`,
      `\\b(?:isn't|aren't|wasn't|weren't|is not|are not|never|not) (?:being )?(?:monitored|alerted on|measured|recorded|watched|graphed|probed)\\b`,
      `\\b(?:don't|doesn't|didn't|do not|does not) (?:even )?have (?:an? |any )?(?:\\w+ )?(?:${WATCH})(?:s|ing)?\\b`,
      `\\b(?:${WATCH})s? (?:\\w+ )?(?:never|didn't|did not|doesn't|does not) (?:\\w+ )?(?:fired?|go(?:es)? off|paged?|catch|caught|see|saw|notice|noticed|told|tell|reach|reached)\\b`,
      `\\b(?:never|not) (?:alerted|paged)\\b|\\bwhy did no (?:alert|alarm|monitor|check)\\b|\\b(?:ticket|issue|task|pr) for an? (?:${WATCH})\\b`,
      `\\b(?:alert|alarm) (?:on|for) ${ON}(?:is|goes|went) in\\b(?! (?:the|a|an)\\b)`,
      `\\b(?:dashboards?|graphs|metrics|monitoring)(?: \\w+)? (?:is|are|was|were|went) (?:all |also |half )?(?:blank|empty|blind|gone|dark)\\b|\\b(?:flying|we(?:'re| are| were)) blind\\b`,
      `\\b(?:add(?:ed|ing)?|need(?:s|ed)?|want|deserves?|missing|lacks?) (?:an? |some |more )?(?:\\w+ ){0,2}(?:${WATCH})s? (?:for|on|if|when|that|to|so)\\b`,
      `\\bthere(?:'s| is| will be) (?:now )?(?:an? )?(?:${WATCH}) (?:if|when|once)\\b|\\bthere will be an? (?:${WATCH}) for\\b|\\bwith an? (?:alert|alarm|pager) on it\\b`,
      `\\bprob(?:e|es|ing) ${ON} (?:too|as well|from now on)\\b|\\bshould (?:have )?(?:been )?(?:alert(?:ed)?|page[d]?|monitor(?:ed)?)\\b`,
    ].join("|"),
    "i",
  ),
};

const NO_ACCESS: RemarkWording = {
  about: "no_access",
  evenAsked: true,
  pattern: phrases`
      (?:i|we|he|she|they|you|nobody|none of us|no one)(?: \w+)? (?:don't|do not|doesn't|didn't|no longer|never) ha(?:ve|d|s) (?:\w+ ){0,2}(?:access|permissions?|rights|credentials|the password|an account|a login|admin)
      (?:(?:i|we|they)(?: have|'ve| had)|(?:he|she) ha(?:s|d)) no (?:access|permissions?|rights|credentials|account|login|way in)
      (?:without|lack(?:s|ed|ing)?) (?:the )?(?:access|permissions?|rights|credentials) (?:to|for|on)
      (?:i|we|me|us)(?:'m|'re| am| are| get| got)? (?:an? )?(?:access|permission) denied
      (?:i|we) can(?:'|no)?t (?:log ?in|sign in|get in|ssh)(?: in)?(?:to| to| at| on)? [^.?]{0,60}(?:some|any)(?:body|one) (?:else )?(?:who|with)
      (?:some|any)(?:body|one) (?:else )?with (?:\w+ )?(?:access|permissions?|rights|credentials)
      (?:give|get|grant) me (?:\w+ )?(?:access|permissions?|rights) (?:to|for|on)
      who (?:else )?has (?:access|the (?:password|credentials|login)|admin|rights|permissions?)
      locked (?:\w+ )?out of|lock(?:ed|ing) (?:us|ourselves|myself|me) out
      (?:my|our) (?:cert\w*|key|token|password|account|access|vpn|badge)(?: for (?:\w+ ){0,2}\w+)? (?:ran out|(?:has |had |is |was )?(?:expired|revoked|disabled|locked)|is gone|doesn't work|won't work)
      badges? (?:don't|doesn't|do not|won't|wouldn't) (?:open|work)
      only \w+ (?:has|had|have) (?:access|the (?:password|keys?|login)|rights|admin)
      wait(?:ing)? for (?:access|permissions?)
      (?:login|sign-?in|sso|vpn|console|bastion) (?:\w+ ){0,4}(?:is|was|goes|sits|lives) (?:\w+ )?(?:behind|through|down as well)
    `,
};

const UNDOCUMENTED: RemarkWording = {
  about: "undocumented",
  evenAsked: true,
  pattern: new RegExp(
    [
      `\\b(?:${MANUAL})\\b ${ON}\\b(?:says? (?:something else|nothing)|doesn't|does not|don't|never (?:says?|mentions?)|(?:is|are|was|were|looks?|seems?) (?:\\w+ )?(?:out of date|outdated|old|stale|wrong|missing|empty|incomplete|(?:from|for) (?:v?\\d|before|the old))|no longer|hasn't been|haven't been|talks? (?:only )?about|stops? at|assumes?)\\b`,
      `\\b(?:isn't|aren't|wasn't|not|never|nowhere) (?:\\w+ )?(?:documented|written down|in the (?:docs|runbook|wiki|readme|manual))\\b`,
      `\\bis (?:it|that|this|there) (?:documented|written (?:down|up)) any ?where\\b|\\b(?:is|are) (?:there )?(?:any )?(?:${MANUAL}) for (?:this|that|it)\\b`,
      `\\b(?:no|without an?|there(?:'s| is| are) no) (?:\\w+ )?(?:runbook|playbook|docs|documentation|readme|how-?to|checklist)\\b(?! (?:change|update)s?\\b)`,
      `\\b(?:change|update|fix|rewrite|extend|correct|write|amend|revise) (?:it |this |that )?(?:in |into )?(?:the |our |that |a )(?:\\w+ )?(?:${MANUAL})\\b`,
      `\\b(?:add|put|write) (?:it|this|that) (?:to|in|into) (?:the |our )(?:${MANUAL})\\b`,
    ].join("|"),
    "i",
  ),
};

const UNTRAINED: RemarkWording = {
  about: "untrained",
  pattern: phrases`
      (?:didn't|did not|hadn't|never) (?:know|knew|known|reali[sz]ed?|understood|understand) (?:that )?(?:it|this|that|one|you|they|we)(?:'s| is| has)? ?(?:works?|does|did|could|can|has to|had to|needs?|needed|behaves?|happens|matters?|goes)
      (?:i|we)(?: have| had|'ve|'d)? ?never (?:done|used|run|tried) (?:this|that|it|one|a \w+)(?: before)?
      ^never (?:done|used|run|tried) (?:this|that|it|one|a \w+)(?: before)?
      (?:my|our) first (?:time|deploy\w*|incident|page|on-?call|failover|release)
      first time (?:i|we|that i|that we)
      (?:i'm|i am) new (?:here|to (?:this|the))
      (?:i|we)(?:'d| would) never have (?:guessed|known|thought)
      (?:i|we) took (?:it|that|this) to mean
    `,
};

/** What may stand before a status page of our own: any other word says whose it is. */
const OUR_OWN =
  "the|our|own|this|that|public|official|main|whole|and|but|so|or|as|if|because|since|while|although|why|still|also|even|meanwhile|fyi|btw|now";

const PUBLIC_UNTOLD: RemarkWording = {
  about: "public_untold",
  evenAsked: true,
  pattern: new RegExp(
    [
      `(?<!\\b(?!(?:${OUR_OWN}) )[\\w'-]+ )\\b(?:status ?page|status site|(?:the|this|our) (?:other |public )?page)\\b (?:still |just |also |itself )?(?:won't let|can't be|cannot be|could ?n[o']t be|couldn't be|(?:is|was|were|stays) (?:still )?(?:down|broken|stuck|wrong|all green|behind|unreachable)|(?:is|was|stays) still green|says (?:we're |everything(?:'s| is) )?(?:all |still )*(?:green|operational|fine)|doesn't (?:load|open|say|show|update))\\b`,
      `\\bcan(?:'|no)?t (?:even )?(?:open|update|publish|reach|change|edit|post (?:to|on)|log ?in to|get (?:at|into|to)) (?:the |our )?status ?page\\b`,
      `\\b(?:nobody|no one|we haven't|we never|haven't) (?:has )?(?:yet )?(?:updated|told|posted|informed) (?:the |any |our )?(?:status|customers|users|anybody|anyone|public|them)\\b`,
      `\\bstatus ?page\\b ${ON}\\b(?:forgot(?:ten)?|too late|an hour late|late)\\b|\\bforgot (?:about )?(?:the |to update the )status ?page\\b`,
      `\\bthan (?:we )?(?:had )?(?:estimated|promised|announced)\\b|\\b(?:our|the|my) (?:estimate|eta) (?:was|is) (?:wrong|off|too)\\b|\\b(?:take|took|taking) back (?:the|our|that) (?:\\w+ )?(?:eta|estimate|hours?|minutes|promise)\\b`,
      `\\b(?:customers|users|people) (?:ask|asked|wonder|complain\\w*) (?:\\w+ ){0,3}why (?:the |our )?(?:status ?)?page\\b`,
    ].join("|"),
    "i",
  ),
};

const UNGUARDED: RemarkWording = {
  about: "unguarded",
  pattern: phrases`
      (?:goes|went|go|gone|rolls|rolled|pushed|ships|shipped|out) (?:everywhere|to everything|to all\b[^.]{0,20}|globally|worldwide) (?:at once|in one (?:step|go))
      (?:no|without(?: an?| any)?) (?:review|approval|canary|staged? roll-?out|dry.?run|staging|peer review|integration tests?|tests?) (?:for|on|of|before|there|at all|covers?)
      (?:skip(?:s|ped)?|bypass(?:es|ed)?) (?:the )?(?:review|tests?|canary|staging|checks?|approval)
      (?:was|were|is|are|been|has|have) never (?:been )?(?:tested|tried|exercised|rehearsed|restored|switched on|reviewed)|never (?:tested|rehearsed|exercised)
      not tested (?:on|in|with|against|before)
      staging (?:had no|has no|doesn't have|didn't have|isn't like|wasn't like|never had)
      was last (?:run|tested|tried|exercised|started)|last (?:tested|exercised|rehearsed) (?:in|on|before)
      shouldn't be (?:able|possible) to|should(?:n't| not) be possible
      (?:put in|changed|edited|done|set) by hand (?:in|on|years)
      (?:there(?:'s| is| was)|ha(?:s|d|ve)) no (?:guard\w*|limit|safeguard|safety net)
      (?:guard|limit|check|safeguard|test) (?:\w+ ){0,2}(?:was |had been |got )?(?:taken out|removed|switched off|disabled)
    `,
};

const NO_EFFECT: RemarkWording = {
  about: "no_effect",
  pattern: phrases`
      (?<!\bif (?:that|this|it) )(?:not|isn't|wasn't|didn't|doesn't|does not|did not|hasn't) (?:really |actually |yet )?help(?:ing|ed)?
      (?:first|second|third|last|our|that|the) (?:\w+ )?attempts?\b[^.]{0,40} (?:failed|did not work|didn't work)
      (?<!\b(?:i|we|you|they) )(?:doesn't|didn't|does not|did not) (?:change|do|fix) (?:a thing|anything|a bit)
      same (?:curve|picture|graph|error|result|thing) (?:as before|again|after)
      (?:still|just) as \w+ as (?:before|ever|the (?:others|rest))|are as \w+ as (?:before|ever|the (?:others|rest))
      (?:put|moved|rolled|took) \w+ back[^.]{0,30}, (?:but|no|still)
      (?:would|will|can|could) not roll (?:itself|it) back|can(?:'|no)?t roll (?:itself|it) back
      made (?:it|things) worse|fell over (?:at once|again)|fill(?:ed|s) up again
    `,
};

const OWN_CHANGE: RemarkWording = {
  about: "own_change",
  pattern: phrases`
      (?:it|that|this) was (?:me|mine)(?=\s*(?:[.,;!]|$))
      (?:it's|it is|it was|that's|that was|this is|this was) (?:my (?:change|deploy\w*|fault|bad|doing|pr|commit)|our (?:change|deploy\w*|own doing|release))
      my (?:bad|fault|mistake)
      (?:caused|triggered|broken|brought on) by (?:the|our|my|that|this|a|yesterday's|today's) (?:\w+ ){0,3}(?:deploy\w*|release|upgrade|change|migration|rollout|roll-out|config\w*|clean-?up|pr|merge|commit|bump|patch)
      (?:ever )?since (?:the|our|my|yesterday's|today's|this morning's) (?:deploy\w*|release|upgrade|rollout|roll-out|bump)
      (?:deploy|release|upgrade|change|migration|rollout|cleanup|clean-up|bump|commit|pr) (?:\w+ )?(?:broke|removed|deleted|killed|cut|took down|rolled all|did (?:it|this|that)|is what)
      undoing (?:a|the|our) (?:\w+ )?change
      (?:we |i )?accidentally (?:deleted|removed|dropped|disabled|changed|ran)
      (?:i|we)(?:'ve| have)? (?:typed|ran|run|deleted|removed|dropped|merged|pushed|took) [^.]{0,40}(?:too (?:high|many|much|early)|by (?:accident|mistake)|on the wrong|wrong (?:one|host|server|cluster|database)|, not on)
      since (?:we|i) (?:deployed|released|upgraded|merged|changed|added|removed)
      (?:upgrade|change|deploy\w*|release|migration|clean-?up|rollout)\b[^.]{0,60} went (?:badly|wrong)
    `,
};

const AT_ODDS: RemarkWording = {
  about: "at_odds",
  evenAsked: true,
  pattern: phrases`
      who(?:'s| is) (?:ic|in charge|leading|coordinating|running (?:this|it|the incident)|the incident commander)
      i thought (?:you|somebody|someone|they) (?:was|were|had|did|would|already)
      (?:nobody|no one) told me|(?:didn't|did not) tell (?:me|us|anybody|anyone)
      step(?:ping|ped) on (?:each other|\w+ toes)|(?:both|two) of us (?:did|were|restarted|ran)
      (?:everybody|everyone) (?:was )?(?:doing|did) (?:their own|the same)
    `,
};

const HELD_UP: RemarkWording = {
  about: "held_up",
  pattern: phrases`
      (?<!(?:n't|not|never|won't) )(?:recover(?:s|ed|ing)?|heal(?:s|ed|ing)?|retr(?:y|ies|ied|ying)|re-?queued?|queued again|re-?run|restart(?:s|ed)?|reconnect(?:s|ed)?|catch(?:es|ing)? up|came back|failed over|fails over|fell back) (?:\w+ ){0,2}(?:on (?:its|their) own|by (?:it|them)sel(?:f|ves)|automatically)
      (?:is|are|was|were) (?:coping|holding up|handling it)|cop(?:es|ed|ing) (?:just )?fine
      (?:caches?|fallback|replicas?|standby|secondary|backup) (?:held|holds|kept|keeps|took over|takes over|absorbed)
      degrad(?:es|ed) gracefully|(?:kept|still|keeps) (?:serving|working) (?:from|out of|with) (?:the )?(?:cache|replica|fallback|backup)
    `,
};

const TOGETHER: RemarkWording = {
  about: "together",
  pattern: phrases`
      (?:as|like) one team|work(?:ed|ing)? (?:so |really |very )?(?:well )?(?:together|hand in hand)|great team ?work|good team ?work
      (?:had |have |has )?(?:warned|told|informed) us (?:last|a|two|three|weeks|days|before|that|about|yesterday)
      (?:people|folks|engineers) (?:of|from) (?:\w+ ){1,3}(?:joined|are here|are with us|sit with us|on the (?:bridge|call))
      (?:the )?(?:vendor|provider|upstream)(?:'s)? (?:people|folks|engineers|team)?\s?(?:joined|are here|is here|are on|is on|helps|helped|with us)
    `,
};

const BY_THE_BOOK: RemarkWording = {
  about: "by_the_book",
  pattern: phrases`
      (?:follow(?:ed|ing)|as per|per|went by|going by|according to) (?:the |our )(?:runbook|playbook|procedure|checklist|drill)
      (?:runbook|playbook|checklist|drill|procedure) (?:worked|helped|paid off|was right|has it|did its job)
      (?:we|i) (?:did|practi[sc]ed|rehearsed|drilled|exercised) (?:this|that|exactly this) (?:in|at|during|last) (?:the |our |a )?(?:drill|game ?day|exercise|rehearsal|week|month)
    `,
};

const DEVISED: RemarkWording = {
  about: "devised",
  pattern: phrases`
      (?:wrote|hacked|cobbled|put together|knocked up|built|scripted) (?:up |together |me |us )?(?:an? |myself an? )(?:\w+ )?(?:little |quick |small |tiny )?(?:script|tool|loop|filter|rule|shim|proxy|patch)
      found (?:one|a|another) (?:knob|way round|way around|workaround|trick)
    `,
};

const BEYOND_DUTY: RemarkWording = {
  about: "beyond_duty",
  pattern: phrases`
      (?:i'm|i am) (?:\w+ )?(?:off duty|off shift|not on call|on (?:holiday|vacation|leave|pto)|on a train|at the airport)\b(?! (?:from|next|tomorrow|as of|starting|after|in|until|till|this)\b)[^.]{0,30}\b(?:but|though|anyway|what do you need|can help|can look|can join)(?! (?:i )?read\b)
      (?:from|out of|left) (?:my|his|her|their) (?:bed|holiday|vacation|dinner|wedding|day off)|got (?:me|him|her) out of bed
    `,
};

/** Words that end in a name, as people write one behind `owner:` or an `@`. */
const NAME = "([\\p{L}][\\p{L}\\d._-]*[\\p{L}\\d])";
const NOBODY =
  "(?!(?:tbd|tba|unknown|none|nobody|needed|wanted|missing|is|of|to|for|the|a|and|or|who|should|will|here|channel|everyone)\\b)";
const ITEM = "(?:to-?do|follow-?ups?|action items?)";

/** Who takes what is to be done, and whom others name for it. */
const OWNERS: Pick<RemarkWording, "taken" | "named" | "mayName"> = {
  taken: /\b(?:i'll|i will|i'm going to|i've (?:filed|opened|created|raised)|i can take)\b/i,
  named: new RegExp(
    [
      `\\b(?:owners?(?: is)?|owned by|assignee|assigned to)\\b[\\s:]+@?${NOBODY}${NAME}`,
      `@${NOBODY}${NAME},? (?:to(?! be\\b)|will|owns|takes|has|please) `,
      `\\b${ITEM} ?\\(@?${NOBODY}${NAME}\\)`,
      `\\b${ITEM} (?:for )?@${NOBODY}${NAME}`,
    ].join("|"),
    "iu",
  ),
  mayName: new RegExp(
    `\\b${ITEM} ?: ?${NAME},? (?:to(?! be\\b)|will|owns|takes) |[,.;:] ${NAME} (?:owns|takes) `,
    "iu",
  ),
};

/** Something that should be done, at once or afterwards: when it is said tells which. */
const SHOULD_DO: RemarkWording = {
  about: "should_do",
  ...OWNERS,
  pattern: phrases`
      we (?:really |probably |also |still |definitely )*(?:should|ought to) (?:really |probably |also |still |definitely )*(?!(?:have|be|see|know|now|not|all|so|just|notice|never|get|recover|hear|expect|wait|keep an)\b)\w+ (?:\w+\W+){1,30}?\w+
    `,
};

/** Something for afterwards. `follow-up:` and `todo:` say so by themselves; "we should" needs a time that is not now. */
const TO_DO: RemarkWording = {
  about: "to_do",
  ...OWNERS,
  pattern: phrases`
      (?:to-?do|follow-?ups?|action items?|ai)(?=(?: ?\(@?[\w.-]+\)| (?:for )?@[\w.-]+)?\s?:)
      (?:we|somebody|someone|i) (?:really |probably )?(?:should(?! have)|need to|ought to|must|have to|want to) (?:\w+ ){1,12}?(?:afterwards|after this|later|tomorrow|next (?:week|month|sprint|time)|(?:on|by) (?:monday|tuesday|wednesday|thursday|friday)|one day|eventually|long[- ]term|in the post-?mortem|in the review)
      (?:i'll|i will|we'll|we will|i'm going to) (?!(?:see|be|work|look|talk|sleep|know|try)\b)(?:\w+ ){0,6}(?:tomorrow|next week|(?:on|by) (?:monday|tuesday|wednesday|thursday|friday)|after (?:this|the incident)|once (?:this|it)'s over)
      (?:filed|opened|created|wrote|raised) (?:an? |the )?(?:\w+ )?(?:issue|ticket|task|bug|pr)(?: \S+)? (?:for|to|so|about|that)
      (?:issue|ticket|task) #?\d+(?=:)
      (?:ticket|issue|task) for [^:]{3,80}(?=: ?[A-Z]+-\d)
      (?:wrote|written) (?:down )?an? (?:ticket|issue|task)|(?:it|this|that)(?:'s| is) a follow-?up
    `,
};

const ANOTHER_MATTER: RemarkWording = {
  about: "another_matter",
  evenAsked: true,
  pattern:
    /^\W*(?:(?:totally|completely|entirely|slightly|sorry|but|and|hi|hey)\W+)*(?:un-?related\b(?! to (?:the|that|my|his|her|your)\b)|off[- ]?topic\b|different (?:topic|matter|question)\b|not (?:about|related to) (?:this|the) (?:incident|outage)\b)/i,
};

/** What English-speaking responders remark on beside what happens. */
export const REMARKS: readonly RemarkWording[] = [
  UNWATCHED,
  NO_ACCESS,
  UNDOCUMENTED,
  UNTRAINED,
  PUBLIC_UNTOLD,
  UNGUARDED,
  NO_EFFECT,
  OWN_CHANGE,
  AT_ODDS,
  HELD_UP,
  TOGETHER,
  BY_THE_BOOK,
  DEVISED,
  BEYOND_DUTY,
  ANOTHER_MATTER,
  TO_DO,
  SHOULD_DO,
];

/** Whoever did something again and again since then tells of their deeds. */
const NO_DEED_BEFORE = "(?<!\\b(?:they|we|you|he|she|i|somebody|someone)(?:'ve)? (?:\\w+ )?\\w+ed\\b[^.?!,;]*)";

/** What runs with something new since then was changed: that is when the cause was laid, and not when anybody felt it. */
const NO_CHANGE_SINCE =
  "(?! (?:[\\w'-]+ ){1,4}?(?:us(?:es|ed|ing)|runs?|ran|running|sees?|saw|tak(?:es|ing)|took|reads?|goes by|is on|are on) (?:(?:an?|the|its) )?(?:new|newer|other|another|different|both)\\b)";

/** When it began, or rose; one of the groups is the clock time. What is from a time may be old for a reason, but the last or the first of its kind. */
export const BEGAN = new RegExp(
  `(?:\\b(?:${NO_DEED_BEFORE}since|(?:start(?:ing|ed|s)?|beg(?:a|i)n(?:s|ning)?)(?: to \\w+)?(?: (?:at|around|about|from))*)|\\b(?:last|latest|newest|most recent|first|oldest|earliest)\\b[^.?!]*\\b(?:is|are|was|were)(?: from| at)?|\\b(?:expired|ran out|lapsed)(?: today| this morning)? at) (?:about |around )?(${TIME_OF_DAY})(?![:\\d])${NO_CHANGE_SINCE}|${ROSE.source}`,
  "i",
);
