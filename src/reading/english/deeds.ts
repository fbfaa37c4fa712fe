import type { Wording } from "../language.ts";
import { ELSEWHERE } from "./hedges.ts";
import { phrases } from "./phrases.ts";

/** Verbs of people who work on a live system, as stems: what they do to it so that it works again. */
const REPAIR = [
  "restart|reboot|power[- ]?cycl|bounc|kill|drain|depool|repool|cordon|evict|delet|remov|purg|flush|clear|clean|free",
  "scal|resiz|throttl|rate-?limit|block|unblock|ban|disabl|enabl|paus|suspend|stopp?|halt|terminat|switch|fail(?:ing|ed)? over",
  "redirect|rerout|shift|mov|rais|increas|bump|lower|reduc|decreas|add|appl|patch|hot-?fix|fix|renew|rotat|replac|recreat|rebuil",
  "restor|reset|truncat|re-?run|re-?ran|point|swapp?|re-?sync|reload|downtim|silenc|mut|pinn?|sett?|chang|updat|start|upgrad|turn|tak|putt?|push",
].join("|");

/** What may stand before the verb: a word of assent, who speaks, how. */
const PRELUDE =
  "(?:\\W*(?:ok(?:ay)?|right|so|and|now|alright|done|hm+|well|in|then|morning|quick update|update)\\W+){0,3}";
const SELF = "(?:i|we)(?:'ve| have|'m| am|'re| are)?";
const ADVERBS = "(?:\\w+ly |just |now |also |all ){0,3}";
const INFLECTED = "[ptn]?(?:ed|ing|e|t|n|y)?";
/** A word that goes on behind a hyphen is a name ("update-index ran"), but for what verbs go with ("scale-up"). */
const NO_NAME = "(?!-(?!(?:up|down|out|over|off|back|in)\\b)[a-z])";
const PARTICIPLE = "[ptnl]?(?:ed|ing)";

/** Stems whose `-ing` is no deed: what people do while they look, think and talk, and nouns that end alike. */
const NO_DEED = [
  "look|check|see|watch|read|wait|think|try|hop|wonder|guess|mean|investigat|digg|feel|sound|confus|surpris|amaz|annoy|interest",
  "tell|ask|talk|call|ring|phon|say|writ|typ|repl|answer|join|go|com|gett|hav|be|do|keep|stay|leav|sitt|finish|work|follow|miss|accord|regard|includ|dur|noth|someth|anyth|everyth",
  "sleep|logg|attempt|walk|driv|eat|drink|breath|hand|review|test|diff|compar|count|pars|scroll|scann|collect|reproduc|draft|paint|sampl|fly|signall",
].join("|");

/** Nouns that end alike, and places: whatever is said of them, nobody does it. */
const NOUNS =
  "bring|spring|string|morning|evening|thing|staging|marketing|pricing|planning|meeting|billing|monitoring|holding (?:my |our )?breath|standing (?:still|at|next)";

/** A word in `-ing` of which something is said is no deed but what it is said of ("cordoning only moves it", "autoscaling takes the old one"). */
const AS_SUBJECT =
  "[a-z]+ing (?:it |them |that )?(?:(?:just|only|always|never|also|then|now|still) )?(?:is|isn't|was|wasn't|has|hasn't|had|can|can't|could|couldn't|will|won't|would|wouldn't|takes?|took|needs?|helps?|helped|means?|gives?|says?|said|seems?|makes?|made|moves?|moved|costs?|wants?|works?|uses?)\\b(?! over)";

/** What sounds like a deed and changes nothing live: to take a case on, to start a document. */
const TALKED_OF =
  "tak(?:e|ing) (?:it|this|that)(?: one)?(?:\\W*$|[,.;!])|tak(?:e|ing) (?:the )?(?:notes|minutes|lead|comms|phones?|calls?|customers?|scribe|desk|pen|doc)\\b|tak(?:e|ing) (?:your|my) |tak(?:e|ing) over\\b|turn(?:ing|ed)? in\\b|sign(?:ed|ing) (?:off|out)\\b|mak(?:e|ing) (?:tea|coffee|food|(?:this|it) (?:an? )?(?:\\w+ )?(?:incident|sev|p\\d|major))|tak(?:e|ing) an? (?:\\w+ )?look\\b|(?:start|open|writ|mak)(?:e|s|ing|ed)? (?:an? |the |up )*(?:doc\\w*|thread|call|bridge|write-?up|timeline|notes?)\\b|(?:start|open|writ|mak|fil|rais|creat)(?:e|s|ing|ed)? (?:an? |the |up )*(?:[\\w-]+ )?(?:ticket|issue|action item|follow-?up)\\b";

/** Verbs that bring a new version or setting to a live system. */
const SHIP = "deploy|releas|shipp?|roll(?:ed|ing) out|merg|migrat|promot|activat|launch|publish";

/** Elsewhere, and what is offered, weighed, or cannot be ("can roll it back", "a revert usually takes an hour"). */
const UNDONE = new RegExp(
  `${ELSEWHERE.source}|\\b(?:can|could|may|might|i'd|we'd|cannot|can't|couldn't|not|never|nobody|(?<!\\b(?:going|had|have|has) )to|an? option|ways?:|options?:|prepar(?:e|ed|ing)) (?:(?:\\w+|an?|the) ){0,2}?(?:roll|revert|back)|\\b(?:rolling back|reverting|roll-?back|reverts?) (?:\\w+ ){0,2}?(?:takes?|took|is not|isn't|recreates|needs|costs|means|=)`,
  "i",
);

export const ROLLS_BACK: Wording = {
  name: "rolls_back",
  kind: "rollback",
  pattern: phrases`
      roll(?:ed|ing|s)? (?:\w+ ){0,4}back
      revert(?:ed|ing|s)?|back(?:ed|ing) (?:\w+ ){0,2}out
      roll-?back (?:is |has )?(?:\w+ )?(?:out|done|started|running|merged|deployed|complete\w*|finished)
      (?:previous|old|last good) (?:version|image|config\w*|release) (?:is )?(?:back|out|live|restored)
    `,
  plain: true,
  unless: UNDONE,
  sure: true,
};

export const ACTS: Wording = {
  name: "acts",
  kind: "mitigation",
  pattern: new RegExp(
    `^${PRELUDE}(?:${SELF} )?(?!${TALKED_OF}|${AS_SUBJECT}|fixed (?:in|by|since|upstream)\\b|started (?:at |around )?\\d{1,2}:\\d\\d|[\\w-]+ (?:never|keeps|doesn't|does not|won't|hangs?|fails?)\\b|updated (?:at |on )?\\d{4}-)(?:going (?:to|for) |about to |off to )?${ADVERBS}(?:re-?|force-?)?(?:${REPAIR})${INFLECTED}\\b${NO_NAME}`,
    "i",
  ),
  plain: true,
  unless: ELSEWHERE,
};

export const ACTS_SELF: Wording = {
  name: "acts_self",
  kind: "mitigation",
  pattern: new RegExp(
    `\\b${SELF} ${ADVERBS}(?:going to |trying to )?(?:${REPAIR})${PARTICIPLE}\\b|\\b${SELF} going for an? |\\b(?:i'm|i am|we're|we are) ${ADVERBS}(?:bringing|spinning|firing|standing) (?:up|(?:[\\w-]+ ){1,4}(?:up|online)(?! the| an?))\\b`,
    "i",
  ),
  plain: true,
  unless: ELSEWHERE,
};

export const WAS_ACTED_ON: Wording = {
  name: "was_acted_on",
  kind: "mitigation",
  pattern: new RegExp(`\\b(?:has|have|is|are|was|were) (?:been |now )?(?:\\w+ly )?(?:${REPAIR})[ptnl]?ed\\b`, "i"),
  plain: true,
  among: ["observation"],
  unless: ELSEWHERE,
};

/** What people put up against trouble: that it is on is a deed told as a state. */
const GUARD =
  "(?:rule|block|filter|limit|cap|throttle|waiting room|maintenance(?: mode| page)?|kill switch|bypass|fallback|offline mode|safe mode|static page|captcha|workaround)s?";
/** What grows and shrinks: that it goes down is no deed. */
const MEASURES = "queue|lag|waiting|numbers?|counts?|rates?|errors?|load|backlog";

export const IS_SET_TO: Wording = {
  name: "is_set_to",
  kind: "mitigation",
  pattern: new RegExp(
    [
      "\\b(?:is|are) (?:off|disabled|at zero|scaled (?:up|down)|in place|read-only|read-write)\\b",
      `\\bgoing (?:ro|rw|read-only|read-write)\\b|(?<!\\b(?:${MEASURES})\\b[^.;!]{0,20} )\\bgoing down\\b`,
      `(?<!\\b(?:when|once|until|if|before|after) (?:the |a )?)\\b(?:${GUARD}|(?:ban|hold|lock|freeze|bar|pause|restriction)s?) (?:(?:is|are|was|were) )?lifted\\b`,
      "\\bon (?:again )?with an? (?:\\w+ )?(?:cap|limit)\\b",
      `\\b${GUARD} (?:is|are) (?:now |also )?(?:on(?! (?:the|an?|our|my|every)\\b)|active|up|engaged)\\b`,
      "\\b(?:deploys|deployments|deploying|releases|releasing|rollouts|merges|merging|changes|pipelines?|main|master)(?: to [\\w-]+)? (?:is|are) (?:now )?(?:locked|frozen|on hold|held|halted|stopped)\\b",
    ].join("|"),
    "i",
  ),
  plain: true,
  unless: ELSEWHERE,
};

export const ACTS_AFTER: Wording = {
  name: "acts_after",
  kind: "mitigation",
  pattern: new RegExp(`[,;] (?:so |now |and |then )*(?:${SELF} )?${ADVERBS}(?:${REPAIR})${PARTICIPLE}\\b`, "i"),
  plain: true,
  among: ["observation"],
  unless: ELSEWHERE,
};

/** What is brought to a live system. */
const SHIPPED =
  "deploy\\w*|release|rollout|bump|upgrade|migration|change|image|version|patch|fix|v?\\d+(?:\\.\\d+)+|[vr]\\d+(?: of [\\w-]+)?";
const IS_NOW = "(?:'s| is| has| went| was) (?:now )?";
const LIVE = "out|live|everywhere|on (?:all|every|production|prod)\\b|merged|rolling|done|gone out|started rolling";
/** What is in one of these is somewhere, and not live. */
const NO_PLACE = "a|an|the|our|my|your|their|his|her|this|that|these|those|there|here|review|draft";

export const SHIPS: Wording = {
  name: "ships",
  kind: "change",
  pattern: new RegExp(
    `\\b(?:${SHIP})[pt]?(?:ed|ing)\\b|\\b(?:${SHIPPED})${IS_NOW}(?:${LIVE}|in(?! (?:${NO_PLACE})\\b))\\b|\\bit${IS_NOW}(?:${LIVE}|in(?=\\s*(?:[.,;:!)]|$| (?:everywhere|place|production|prod|now)\\b)))\\b`,
    "i",
  ),
  plain: true,
  unless: new RegExp(`${ELSEWHERE.source}|\\b(?:not|never|nothing|nobody) (?:\\w+ )?(?:${SHIP})`, "i"),
};

export const ACTS_NOW: Wording = {
  name: "acts_now",
  kind: "mitigation",
  pattern: new RegExp(
    `^(?:\\W*(?:ok(?:ay)?|right|so|and|now|alright|done|in|then|morning)\\W+){0,2}(?!(?:${NO_DEED})\\w*ing\\b|${TALKED_OF}|${AS_SUBJECT}|(?:${NOUNS})\\b)(?:\\w+ly )?[a-z]{2,}ing \\w`,
    "i",
  ),
  plain: true,
  unless: ELSEWHERE,
};
