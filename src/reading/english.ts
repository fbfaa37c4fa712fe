import type { Language, Wording } from "./language.ts";

/** A pattern of whole words, case ignored: each line of the template holds a wording, or several between bars. */
function phrases({ raw }: TemplateStringsArray): RegExp {
  const wordings = (raw[0] ?? "").trim().split(/\s*\n\s*/);
  return new RegExp(`\\b(?:${wordings.join("|")})\\b`, "i");
}

/** Verbs of people who work on a live system, as stems: what they do to it so that it works again. */
const REPAIR = [
  "restart|reboot|power[- ]?cycl|bounc|kill|drain|depool|repool|cordon|evict|delet|remov|purg|flush|clear|clean|free",
  "scal|resiz|throttl|rate-?limit|block|unblock|ban|disabl|enabl|paus|suspend|stopp?|halt|terminat|switch|fail(?:ing|ed)? over",
  "redirect|rerout|shift|mov|rais|increas|bump|lower|reduc|decreas|add|appl|patch|hot-?fix|fix|renew|rotat|replac|recreat|rebuil",
  "restor|reset|re-?run|re-?ran|point|swapp?|re-?sync|reload|downtim|silenc|mut|pinn?|sett?|chang|updat|start|upgrad|turn|tak|putt?|push",
].join("|");

/** What may stand before the verb: a word of assent, who speaks, how. */
const PRELUDE =
  "(?:\\W*(?:ok(?:ay)?|right|so|and|now|alright|done|hm+|well|in|then|morning|quick update|update)\\W+){0,3}";
const SELF = "(?:i|we)(?:'ve| have|'m| am|'re| are)?";
const ADVERBS = "(?:\\w+ly |just |now |also |all ){0,3}";
const INFLECTED = "[ptn]?(?:ed|ing|e|t|n|y)?";
const PARTICIPLE = "[ptnl]?(?:ed|ing)";

/** Stems whose `-ing` is no deed: what people do while they look, think and talk, and nouns that end alike. */
const NO_DEED = [
  "look|check|see|watch|read|wait|think|try|hop|wonder|guess|mean|investigat|digg|feel|sound|confus|surpris|amaz|annoy|interest",
  "tell|ask|talk|say|writ|join|go|com|gett|hav|be|do|keep|stay|leav|sitt|finish|work|follow|miss|accord|regard|dur|noth|someth|anyth|everyth",
].join("|");

/** Verbs that bring a new version or setting to a live system. */
const SHIP = "deploy|releas|shipp?|roll(?:ed|ing) out|merg|migrat|promot|activat|launch|publish";

const TROUBLE = phrases`
        (?:is|are|was|were|seems?|looks?|went|still|just|all|completely|totally)\s+(?:down|broken|failing|unreachable|unavailable|unresponsive|stuck|hanging|hung|timing out|erroring|crashing|slow|dead|gone|offline|locked|spinning)
        (?:keeps?|started|starts?) (?:failing|crashing|timing out|erroring|restarting|dying)
        can(?:'|no)?t (?:reach|connect|log ?in|sign in|save|load|open|access|resolve|pull|push|start|get in|get through)
        (?:cannot|unable to|fails? to|failing to|failed to|won't|refus\w+|doesn't|don't|isn't|aren't|not)\s+(?:to )?(?:reach\w*|connect\w*|log ?in|sav\w+|load\w*|open\w*|access\w*|resolv\w+|start\w*|respond\w*|work\w*|com\w+ up|picking up|every|any|all)
        (?:get|gets|getting|got|seeing|see|sees|returns?|returning|throw\w*|serv\w+|with) (?:\w+ ){0,3}(?:5\d\ds?|4\d\ds?|errors?|timeouts?|time-outs|outages?|failures?)
        \b5\d\ds\b|outage|crash(?:es|ing|ed)?(?: |-)?loops?
        \d+\s?% of (?:\w+ ){1,4}(?:are |is )?fail\w*
        (?:requests|users|jobs|builds|logins|uploads|writes|pods|saves) (?:\w+ ){0,2}fail\w*
        error rates? (?:is|are|at|above|over|up|jump\w*|spik\w*|went)
        nothing (?:loads|works|resolves|starts)
        never (?:finish\w*|start\w*|complet\w*|return\w*|arriv\w*|c[ao]me up)|hangs|stalls|crashes
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
  "(?:to (?:normal|zero|base|usual|their|its|where)|at (?:normal|usual|base|zero)|down|under|below|within|in the)";

/** What was bad is there again. The word "back" alone does not tell good from bad: what is back does. */
const RELAPSE = new RegExp(
  `\\b(?:${ILLS})${BETWEEN} (?:back\\b(?! ${TO_GOOD}\\b)|again\\b|return(?:ed|s|ing)\\b|re-?appear(?:ed|s|ing)\\b|recur(?:red|s|ring)\\b)|\\b(?:fail|crash|alert|fir|error|break|broke|hang)(?:s|ing|ed)? again\\b`,
  "i",
);

const USERS = phrases`
        users?|customers?|clients?|people|everybody|everyone|nobody|no one|communit(?:y|ies)
        support (?:here|says|has|team|tickets?)
        tickets?|reports? (?:of|from|that|coming)|reported|complain\w*|colleagues?|teachers?|students?|merchants?
        editors?|visitors?|tweets?|twitter|reddit|forum
      `;

/** A clock time as people cite it for what they found. */
const CLOCK = /\b(?:from|since|at|around|stamped|until|till|by|says?|started) (?:about |around )?(\d{1,2}:\d\d)\b/i;

/** In this order: the more telling wording first. */
const WORDINGS: readonly Wording[] = [
  {
    name: "declares_incident",
    kind: "declaration",
    pattern: phrases`
        (?:declar\w+|(?:open|start|call|rais|creat)(?:ing|ed)) (?:this |it |that |us )?(?:as |up |to )?(?:an? |the )?(?:\w+ ){0,2}(?:incident|sev ?-?\d|p[01]|outage)
        incident (?:channel|room|call|bridge|doc)(?: \w+){0,4} (?:for|is|here|open|up)
        (?:i'm|i am|i'll be|taking|i'll take|acting as) (?:the )?(?:ic|incident (?:commander|coordinator|lead|manager))
        (?:i'm|i am) (?:running|leading|coordinating) (?:it|this|the incident)
        (?:this|it) is (?:now )?(?:an? )?(?:incident|sev ?-?\d)
      `,
    plain: true,
  },
  {
    name: "declares_end",
    kind: "resolution",
    pattern: phrases`
        (?:incident|outage|issue|this|it|everything|all)(?:'s| is| are| was)? (?:now |all |fully |considered )*(?:resolved|over|closed|fixed)
        (?:closing|closed|resolving|resolved|ending) (?:the |this |out the )?(?:incident|outage|page|issue)
        all[- ]clear
        calling (?:it|this) (?:good|done|resolved|fixed|over)
        fully (?:restored|recovered|resolved)
        stand(?:ing)? down
      `,
    plain: true,
  },
  {
    name: "declares_mitigated",
    kind: "mitigation",
    pattern: phrases`
        (?:it|this|that|incident|impact|issue|we)(?:'s|'re| is| are| has been)? (?:now )?mitigated
        mitigated (?:as of|at|now)
        mitigation (?:is )?(?:in place|applied|out|done)
      `,
    plain: true,
  },
  {
    name: "posts_status",
    kind: "communication",
    pattern: phrases`
        status ?(?:page|post|update|site)\b(?:(?!\b(?:green|says?|show\w*)\b).)*\b(?:is out|is up|posted|published|sent|updated|live|out)
        (?:posted|published|sent|updated|put up|announced)\b.*\bstatus(?: ?page)?
      `,
    plain: true,
  },
  {
    name: "tells_outside",
    kind: "communication",
    pattern: phrases`
        (?:tweet|banner|announcement)\b.*\b(?:is out|is up|posted|published|sent|updated|live|out)
        (?:posted|published|sent|updated|put up|tweeted|announced)\b.*\b(?:tweet|banner|update|announcement|mail)
        (?:notified|informed|told|e-?mailed|wrote to|updated)\b.*\b(?:customers?|users|community|everybody|everyone|them)
        (?:customers|users|community)\b.*\b(?:informed|told|notified|updated)
      `,
    plain: true,
  },
  {
    name: "did_not_help",
    kind: "failed_attempt",
    pattern: phrases`
        (?:did(?:n't| not)|does(?:n't| not)|is(?:n't| not)|has(?:n't| not)|have(?:n't| not)|not|never) (?:\w+ )?(?:help\w*|fix\w*|work(?:ed)?|mak\w+ (?:a |any )?difference|tak\w+ effect|chang\w+ (?:a thing|anything)|enough)
        (?:no|without) (?:difference|effect|luck|improvement|success|joy)
        (?:made|makes|making) (?:it|things) worse
        went (?:badly|wrong)
        (?:restart|reboot|rollback|roll-back|revert|upgrade|deploy\w*|failover|update|retry|attempt|fix|patch|restore|sync) (?:\w+ )?(?:has )?(?:fail(?:ed|s)|timed out|got stuck|is stuck|broke|errored)
        same (?:error|thing|again|as before)
        fail(?:s|ed) again|broke again|down again
        back (?:to )?where we (?:were|started)
      `,
    plain: true,
  },
  {
    name: "decided",
    kind: "decision",
    pattern: phrases`
        decision(?: is)?(?=\s?:)|(?:we|i)(?:'ve| have)? (?:all )?(?:decided|agreed)|decided (?:to|on|against|not)|agreed (?:to|on)|(?:is|was) decided
        the decision is|we(?:'re| are)? go(?:ing)? (?:back to|with)
      `,
    plain: true,
  },
  {
    name: "rolls_back",
    kind: "rollback",
    pattern: phrases`
        roll(?:ed|ing|s)? (?:\w+ ){0,4}back
        revert(?:ed|ing|s)?|back(?:ed|ing) (?:\w+ ){0,2}out
        roll-?back (?:is |has )?(?:\w+ )?(?:out|done|started|running|merged|deployed|complete\w*|finished)
        (?:previous|old|last good) (?:version|image|config\w*|release) (?:is )?(?:back|out|live|restored)
      `,
    plain: true,
  },
  {
    name: "came_back",
    kind: "symptom",
    pattern: RELAPSE,
    plain: true,
  },
  {
    name: "works_again",
    kind: "recovery",
    pattern: phrases`
        (?:is|are|it's|they're|we're|all|mostly|most of (?:it|them) (?:is|are)|came|come|coming|comes|now) (?:\w+ )?back(?: up| online| to normal| now| again)?(?=[\s,.!]|$)(?! (?:at|in|from|with|home|on my|to (?:you|work|the)))
        back to normal|recover(?:ed|ing|s)
        (?:work\w*|serv\w+|respond\w*|resolv\w+|runn?\w*|load\w*|flow\w*|process\w*|build\w*|start\w*|answer\w*|accept\w*|deliver\w*|succeed\w*|complet\w*|sync\w*|go(?:es|ing)? through|com(?:e|es|ing) (?:in|through)|can (?:\w+ ){1,2}|healthy|normal|green|up|fine|ok|stable|passing) again
        (?<=[\w'%)] )(?:works|working|resolves|loads|fine|good|normal|healthy|stable|green|ok) (?:for me |here )?now
        (?:shows?|sees?|gets?|has|have|reach\w*) (?!(?:the |an? )?same)(?:\w+ ){1,3}again
        (?:that|it|this|which|rollback|revert|restart|failover|fix|workaround) (?:has )?(?:worked|did the trick|fixed it|helped)
        errors? (?:\w+ ){0,2}(?:gone|stopped|dropped|dropping|zero|down to)
        no (?:more|new|further) (?:\w+ ){0,2}(?:errors|alerts|failures|5\d\ds|timeouts|tickets|complaints|reports)
        caught up|catching up|coming round|settl(?:ed|ing)|normali[sz](?:ed|ing)|nodes? (?:is|are) (?:all )?ready
        up and (?:running|stays up|stable|serving|healthy)
        (?:stays?|staying) up
        (?:queue|backlog) (?:is )?(?:empty|drained|draining)
        (?:back )?(?:at|to) (?:usual|normal|baseline) (?:level\w*|rate\w*)?
      `,
    plain: true,
  },
  {
    name: "calls_for_help",
    kind: "escalation",
    pattern: phrases`
        paging|paged|escalat(?:ed|ing)|pull(?:ed|ing) in|called in|calling in|call(?:ed|ing) the vendor
        rais(?:ed|ing) (?:it |this )?with
        open(?:ed|ing) (?:a |an )?(?:support )?(?:case|ticket) (?:with|at)
        support case
        (?:can|could) (?:somebody|someone|anybody|anyone) (?:from|of|on) (?:\w+ ){1,3}(?:join|help|look|come)
      `,
    plain: true,
  },
  {
    name: "follows_up",
    kind: "follow_up",
    pattern: phrases`
        post-?mortem|retro(?:spective)?|incident review|review (?:tomorrow|on|next)|follow(?:ing)?[- ]?up
        action items?|permanent fix|proper fix|actual fix|real fix|long[- ]term
        (?:filed|opened|created|wrote) (?:an? |the )?(?:issue|ticket|task|bug)
        (?:once|when|after) (?:everything|it|this|things|that) (?:has |have |is |are )?(?:settled|calm\w*|over|stable)
        writ(?:e|ing) (?:it|this|that) up
      `,
    plain: false,
  },
  {
    name: "decides",
    kind: "decision",
    pattern: phrases`
        let's|let us|decid(?:ed|ing)|decision|agreed|the plan is|plan:
        we (?:will|should|are going to|go with)
        we'll|i'd (?:rather|do|like)|i would (?:rather|do)
        (?:could|can|would) (?:you|we|somebody|someone) (?:please )?\w+
        please (?:\w+ ){0,2}(?:restart|roll|revert|stop|hold|disable|turn|reboot|power|drain|scale)
        hold(?:ing)? (?:off|the)|instead of|go ahead|go for
      `,
    plain: false,
  },
  {
    name: "acts",
    kind: "mitigation",
    pattern: new RegExp(
      `^${PRELUDE}(?:${SELF} )?(?:going (?:to|for) |about to |off to )?${ADVERBS}(?:re-?|force-?)?(?:${REPAIR})${INFLECTED}\\b`,
      "i",
    ),
    plain: true,
  },
  {
    name: "acts_self",
    kind: "mitigation",
    pattern: new RegExp(
      `\\b${SELF} ${ADVERBS}(?:going to |trying to )?(?:${REPAIR})${PARTICIPLE}\\b|\\b${SELF} going for an? `,
      "i",
    ),
    plain: true,
  },
  {
    name: "was_acted_on",
    kind: "mitigation",
    pattern: new RegExp(`\\b(?:has|have|is|are|was|were) (?:been |now )?(?:\\w+ly )?(?:${REPAIR})[ptnl]?ed\\b`, "i"),
    plain: true,
  },
  {
    name: "is_set_to",
    kind: "mitigation",
    pattern:
      /\b(?:(?:is|are) (?:off|disabled|at zero|scaled (?:up|down)|in place|read-only|read-write)|going (?:ro|rw|read-only|read-write|down))\b/i,
    plain: true,
  },
  {
    name: "acts_after",
    kind: "mitigation",
    pattern: new RegExp(`[,;] (?:so |now |and |then )*(?:${SELF} )?${ADVERBS}(?:${REPAIR})${PARTICIPLE}\\b`, "i"),
    plain: true,
  },
  {
    name: "fails_over",
    kind: "mitigation",
    pattern: /\bpromot(?:ed|ing) (?:the )?[\w-]*(?:db|pg|sql|database|replica|standby|secondary|follower)\b/i,
    plain: true,
  },
  {
    name: "ships",
    kind: "change",
    pattern: new RegExp(
      `\\b(?:${SHIP})[pt]?(?:ed|ing)\\b|\\b(?:deploy\\w*|release|rollout|bump|upgrade|migration|change|image|version|patch|fix|it|v?\\d+(?:\\.\\d+)+|[vr]\\d+(?: of [\\w-]+)?)(?:'s| is| has| went| was) (?:now )?(?:out|in|live|everywhere|on (?:all|every|production|prod)\\b|merged|rolling|done|gone out|started rolling)\\b`,
      "i",
    ),
    plain: true,
  },
  {
    name: "relays_trouble",
    kind: "human_report",
    pattern: phrases`
        report(?:s|ed|ing)? (?:of|from|that|coming|by)
        support (?:here|says|team)
        (?:users?|customers?|people|communit\w+|clients?) (?:\w+ ){0,3}(?:report\w*|writ\w+|say\w*|complain\w*|see\w*|get\w*|can(?:'|no)t|are (?:see|gett)ing)
      `,
    plain: false,
  },
  {
    name: "is_in_trouble",
    kind: "symptom",
    pattern: TROUBLE,
    plain: true,
  },
  {
    name: "logs_action",
    kind: "mitigation",
    pattern: /^!log\b/i,
    plain: true,
  },
  {
    name: "acts_now",
    kind: "mitigation",
    pattern: new RegExp(
      `^(?:\\W*(?:ok(?:ay)?|right|so|and|now|alright|done|in|then|morning)\\W+){0,2}(?!(?:${NO_DEED})\\w*ing\\b|morning|evening|thing)(?:\\w+ly )?[a-z]{2,}ing \\w`,
      "i",
    ),
    plain: true,
  },
  {
    name: "cites_time",
    kind: "observation",
    pattern: CLOCK,
    plain: true,
  },
  {
    name: "measured",
    kind: "observation",
    pattern:
      /\b(?:\d+(?:\.\d+)?\s?(?:%|k\/s|\/s|req\/s|rps|ms\b|gb\b|mb\b|tb\b|qps)|(?:a|one|two) (?:third|half|quarter)s? of)/i,
    plain: true,
  },
  {
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
  },
  {
    name: "takes_it_on",
    kind: "acknowledgement",
    pattern:
      /\b(?:look(?:ing)? (?:at|into) (?:it|this|that|the)|having a look|taking a look|on it\b|i'll take|i can take|taking (?:it|this)|ack(?:ed|nowledged)?\b|i'm (?:here|online|around|on call|at the keyboard))/i,
    plain: false,
  },
  {
    name: "sees",
    kind: "observation",
    pattern: phrases`
        see(?:s|ing)?|notic(?:e|ed|ing)|show(?:s|ing)|looks?|reads?|says?|there(?:'s| is| are)|since \d|at \d\d:\d\d
        \d+(?:\.\d+)?\s?(?:%|ms|s|min|gb|mb|k\/s|req\/s)
        still|already|is|are|has|have|was|were
      `,
    plain: false,
  },
];

/** English as responders write it in chat, notes and status posts. */
export const ENGLISH: Language = {
  wordings: WORDINGS,
  guess: phrases`
        i(?:'d)? (?:think|guess|suspect|bet|assume|believe|wonder)
        i'm (?:not )?(?:guessing|thinking|convinced|sure)
        maybe|perhaps|might|may (?:be|have)|could (?:be|have|that be)|probably|possibly|likely
        (?:it )?(?:looks|seems|sounds|feels|smells) like
        seems? to|apparently|presumably|my (?:money|bet|guess)|theory|hunch|suspicion|suspect|it's possible
        would explain|related to
      `,
  question:
    /\?\s*$|^(?:does|do|did|is|are|was|were|has|have|can|could|should|shall|will|would|what|why|how|when|where|who|which|any(?:one|body)|some(?:one|body)) [^,.]*\?/i,
  askedReport:
    /\b(?:any(?:one|body) else|is it (?:just )?me|is it known|are you (?:seeing|aware)|is (?:something|anything) (?:wrong|up|broken))\b/i,
  unreal: phrases`
        if|unless|would|should|could|wish|hope\w*|shall|tomorrow|next (?:week|month|time|monday)
        last (?:week|month|time|year|night)
        yesterday|will|i'll|we'll|won't|don't|let me|let us|want to|wanna|need to|have to|ought|remember|reminder
        until|whoever|can you|please
      `,
  talk: /^\W*(?:(?:hi|hello|hey|here|o\/|joining|joined|thanks?(?: you)?(?: \w+)?|thx|ty|ack|ok(?:ay)?|yes|yep|yeah|no|nope|none|nice|great|good|cool|lol|sigh|ouch|whoa|wow|hm+|right|sure|sorry|done|same|exactly|agreed|\+1|on it|looking|looking (?:into|at) (?:it|this)|will do|please|yay)\W*)+$/i,
  trouble: TROUBLE,
  relapse: RELAPSE,
  unchanged: /\b(?:still (?:the |an? |no )?\w+|as before|unchanged)\b/i,
  instructs:
    /^(?:(?:ok|okay|yes|please|just|then|so|and)[\s,]+)*(?:say|tell|ask|write|answer|reply|let (?:them|people|everybody|everyone|support|customers|users)|inform|warn)\b/i,
  users: USERS,
  firstHand:
    /\b(?:i|we)(?:'m| am|'re| are)? (?:\w+ly |still |also |all )?(?:see|seeing|get|getting|can't|cannot|keep getting)\b/i,
  clock: CLOCK,
};
