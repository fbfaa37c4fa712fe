import type { LintLanguage, LintWording } from "../lint-language.ts";
import { phrases } from "./phrases.ts";

/** Whoever judges: the words themselves say that somebody did badly. */
const BLAMES: LintWording = {
  rule: "blame",
  beginnings:
    "huma oper user pilo admi care negl slop inco reck lazy stup idio clue clum forg fat fatf scre mess cock fuck mist acci inad blam faul blun bad",
  pattern: phrases`
      (?:human|operator|user|pilot|admin) errors?
      careless(?:ly|ness)?|negligen(?:t|tly|ce)|sloppy|sloppily|incompeten(?:t|ce)|reckless(?:ly)?|lazy|stupid(?:ly)?|idiot\w*|clueless|clumsy
      forgot(?:ten)?(?: to)?|forgetting to
      fat[- ]finger(?:ed|s|ing)?|(?:screwed|messed|cocked|fucked) (?:it |this |that |things |everything )?up
      by mistake|by accident|mistakenly|accidental(?:ly)?|inadvertently|blam(?:ed|es|ing)
      (?<!not |n't )(?:my|your|his|her|their|our|somebody's|someone's) (?:own )?(?:fault|mistake|blunder)
      my bad
    `,
};

const WHOSE_FAULT: LintWording = {
  rule: "blame",
  beginnings: "faul mist blun care",
  pattern:
    /(?<=\p{L})['’]s? (?:own )?(?:fault|mistake|blunder|carelessness)\b(?! (?:tolera|domain|inject|line|code))/iu,
};

const JUDGES_PERSON: LintWording = {
  rule: "blame",
  ofPerson: true,
  beginnings: "brok brou took over igno negl misr misc mish botc bung caus ruin kill both care",
  pattern: phrases`
      (?:(?:also|already|just|simply|wrongly|then|again) )?(?:broke|brought down|took down|overlooked|ignored|neglected|misread|misconfigured|mishandled|botched|bungled|caused|ruined|killed production)
      didn't (?:bother|care)|did not (?:bother|care)
    `,
};

/** "If only", "should have": what nobody did, seen from today. */
const SHOULD_HAVE: LintWording = {
  rule: "counterfactual",
  beginnings: "shou ough need only had supp mean coul woul migh late enou",
  pattern: phrases`
      (?:should|shouldn't|ought to|oughtn't to|needn't)(?:'ve| (?:not |never |really |probably |already |also |all )*have)(?= )(?! (?:a|an|the|no|any|some|one|two|more|less|fewer|enough|it|them|this|that|these|for|in|on|at|by|as|and|but|to|access)\b)
      if only|had (?:we|i|you|he|she|they|somebody|someone|anybody|anyone) (?:only |just |not )?(?:known|been|had|done|seen|checked|tested|noticed|looked|read|waited|asked)
      (?:was|were) (?:supposed|meant) to|wasn't (?:supposed|meant) to
      (?:could|would|might)(?:'ve| have) (?:easily |also |never |been )*(?:avoided|prevented|caught|detected|noticed|spotted|stopped|averted|mitigated|reduced|shortened|saved|alerted|warned|known|found|helped)
      too late to|not soon enough|not (?:early|fast|quickly) enough
    `,
};

const FAILED_DUTY: LintWording = {
  rule: "counterfactual",
  beginnings: "fail negl omit nobo no none",
  pattern: phrases`
      (?:fail(?:ed|s|ing)?|neglect(?:ed|s|ing)?|omitt(?:ed|ing)) to (?:notice|realis\w*|realiz\w*|check|test|verify|validate|review|update|document|communicate|escalate|notify|inform|tell|warn|alert|page|detect|catch|spot|see|prevent|avoid|consider|anticipate|understand|follow|ask|act|mention|announce|roll back|read|monitor|plan|prepare|coordinate|adhere|recogni[sz]e|identify|account|foresee|ensure|declare)
      (?:nobody|no one|no-one|none of us) (?:had )?(?:noticed|checked|tested|thought|realis\w*|realiz\w*|bothered|cared|verified|reviewed|read|updated|told|warned)
    `,
};

const FAILED_PERSON: LintWording = {
  rule: "counterfactual",
  ofPerson: true,
  beginnings: "fail",
  pattern: phrases`failed to \w+`,
};

const HOW: LintWording = {
  rule: "how",
  beginnings: "whic that this lead led resu turn what by",
  pattern: phrases`
      (?:which|that) (?:then |in turn |eventually |also )?(?:meant|means|led|leads|allowed|allows|let|made|makes|caused|causes|triggered|triggers|prevented|explains|resulted)
      (?:led|leads|leading|resulted|resulting|results) (?:in|to)|(?:which|this|that) is how|that's how (?:it|this|that|we|they) (?:got|came|happened|broke|started|ended)|turn(?:ed|s) out (?:that|it|the|we|they|there)
      what (?:really |actually )?happened (?:is|was)
      (?:fixed|resolved|solved|mitigated|worked around|cleared|restored|remedied|addressed|handled|cured)\b(?: \w+){0,4} by (?:\w+ly )?\w+ing
    `,
};

const WHY: LintWording = {
  rule: "why",
  beginnings:
    "beca cos due owin acco than caus blam cons resu reas whic that this orde so henc avoi prev sure ensu redu",
  pattern: phrases`
      because(?: of)?|cos|due to(?! (?:be|start|begin|go|happen|expire|run|end|arrive|finish|renew)\b)|owing to|on account of|thanks to(?! (?:all|every\w+|you|@?\w+ for)\b)
      (?<!what (?:has )?)(?:was |were |is |are |been |likely )?caused(?: by)?|causing|(?<!not )to blame|as a (?:result|consequence)(?: of)?|consequently|for (?:this|that) reason
      (?:the |root )cause(?:s)?(?= (?:is|was|were|seems|appears|turned|of (?:this|the))\b|\s?:)
      (?:the )?reason (?:is|was|for|why|being|that)|which is why|that's why|this is why|hence
      so that(?! (?:is|was|did)\b)|in order (?:to|that)|so as (?:not )?to|to (?:avoid|prevent|make sure|ensure|reduce the risk)
    `,
  notAfter:
    /\b(?:suspect(?:s|ed|ing)?|wonder(?:s|ed|ing)?|guess(?:es|ed)?|maybe|perhaps|probably|possibly|might|could be|not sure)\b|\b(?:look(?:s|ed|ing)? for|search(?:ed|ing)? for|investigat\w+|may|unclear|unknown|don't know)\b[^.,;:]*$/i,
};

/** What English says when it explains, regrets or blames. */
export const ENGLISH_LINT: LintLanguage = {
  wordings: [BLAMES, WHOSE_FAULT, SHOULD_HAVE, FAILED_DUTY, FAILED_PERSON, JUDGES_PERSON, HOW, WHY],
  advice: {
    blame: {
      reason: "It judges somebody, and the line is about what happened.",
      hint: "Say what was done, to what and when, without the judgement; what made it easy to go wrong is an issue.",
    },
    counterfactual: {
      reason: "It tells of what did not happen, by what is known only now.",
      hint: "Say what was done or seen instead; what was missing belongs under “Issues identified”.",
    },
    how: {
      reason: "It tells how one thing brought about another.",
      hint: "Give each step a line and a time of its own; how they hang together belongs to the analysis.",
    },
    why: {
      reason: "It tells a cause or an aim, which the record does not settle.",
      hint: "Say what was done or seen, and stop there; the cause belongs to the analysis, with its evidence.",
    },
  },
  somebody:
    /(?:^|[^\p{L}])(?:i|we|he|she|they|you|who|whoever|someone|somebody|the (?:on-?call|operator|admin|administrator|engineer|developer|intern|contractor|responder|maintainer|author|reviewer|team)|@[\w.-]+)(?:'d|'ve| had| have| has)? $/iu,
};
