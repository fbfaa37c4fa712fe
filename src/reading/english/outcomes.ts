import type { Wording } from "../language.ts";
import { ELSEWHERE } from "./hedges.ts";
import { phrases } from "./phrases.ts";

/** What goes down to good. */
const NO_MEASURE =
  "(?<!\\b(?:errors?|rates?|latency|latencies|lag|load|queues?|backlog|traffic|cpu|memory|usage|timeouts|alerts?|tickets|p\\d\\d|[45]xx|[45]\\d\\ds)\\b[^.,;:!?]{0,30}|\\b(?:not|never|n't) (?:\\w+ )?)";
const SHOULD_BE_UP =
  "(?:hosts?|nodes?|disks?|links?|sessions?|pods?|replicas?|servers?|box(?:es)?|vms?|instances?|clusters?|brokers?|workers?|peers?|shards?|connections?|tunnels?|primary|primaries|leaders?|members?|it|they|(?!p\\d)[a-z][\\w-]*\\d)";
/** What is all right after all was no attempt that failed. */
const NOTHING_GOOD =
  "(?!.*\\b(?:all (?:good|green|fine|well|ok|clear)|recovered|healthy|looking good|looks good|(?:is|are|it's|and|now) (?:fine|good|green)|no harm)\\b)";

export const DID_NOT_HELP: Wording = {
  name: "did_not_help",
  kind: "failed_attempt",
  pattern: phrases`
      (?<!["“«'])(?:did(?:n't| not)|does(?:n't| not)|is(?:n't| not)|has(?:n't| not)|have(?:n't| not)|not|never) (?:\w+ )?(?:help\w*|fix\w*|work(?:ed)?|mak\w+ (?:a |any )?difference|tak\w+ effect|chang\w+ (?:a thing|anything)|enough)
      (?:no|without) (?:difference|effect|luck|improvement|success|joy)
      (?:made|makes|making) (?:it|things) worse
      went (?:badly|wrong)
      (?:restart|reboot|rollback|roll-back|revert|upgrade|deploy\w*|failover|update|retry|attempt|fix|patch|restore|sync|apply|promotion|drain|resize|migration|import|reload|switch-?over|snapshot|push|re-?index) (?:\w+ )?(?:has )?(?:fail(?:ed|s)|timed out|got stuck|is stuck|broke|errored)
      same (?:errors?|thing|result|picture) (?:on|with|in) the (?:old|previous|new|fresh|other) (?:version|build|image|config\w*|release|binary|one|node|host|kernel|driver)
      (?<=^(?:no+|nope|nah)[,.]? )still (?!(?:look|check|wait|read|search|think|talk|writ|investigat|work|try|debug|here|on it|no idea|not sure)\w*)\w+
      same errors(?=\s*[:.,;]|$)
      same (?:error|again|as before)(?! (?:for|on|with|in|or)\b)|same as ever
      (?<=^(?:no+, |nope,? )?)not (?:it|that)(?=\s*(?:[.,;!]|$))
      same (?:curve|picture|graph|numbers?)(?=\s*(?:[.,;!)]|$| after\b))
      (?<=^)no (?:change|effect|improvement) (?:with|from|after|by)|couldn't care less
      fail(?:s|ed) again|broke again|${NO_MEASURE}down again(?! to\b)${NOTHING_GOOD}
      back (?:to )?where we (?:were|started)
      (?<=^|[.;!:] )(?:it|that|this) did(?:n't| not)(?=\s*(?:[.,;!]|$))${NOTHING_GOOD}
      no (?:gain|go|dice|use)(?=\s*(?:[.,;!]|$))${NOTHING_GOOD}|to no avail|in vain|so much for (?:bigger|larger|smaller|faster|newer|older|more|fewer|less|restart\w*|reboot\w*|retr\w+|scaling)(?=\s*(?:[.,;!]|$))
      (?:it|that|this|which|restart|rollback|revert|failover) did (?:squat|zip|bugger all|nothing(?=\s*(?:[.,;!]|$| for\b| here\b| at all\b)))${NOTHING_GOOD}
      (?:(?:it|that|this|which) (?:does|did)|(?:the|those|these) (?!users|customers|people|devs|teams)\w+ (?:do|does|did)|(?!(?:users|customers|devs|teams|guys|merchants|folks)\b)[\w-]+s do)(?:n't| not) do (?:anything|a thing|much)(?=\s*(?:[.,;!]|$| (?:for|here|at all)\b))
      (?<=^(?:(?:and|now|aa+nd)[,.]? )?)(?:gone|dead|crashed|died) again${NOTHING_GOOD}
      (?<!\b(?:not|never|n't) (?:\w+ )?)(?:(?:falls?|fell) over|drop(?:s|ped)? out|crash(?:es|ed)|stuck) again${NOTHING_GOOD}
      ${SHOULD_BE_UP} (?:(?:all|both|just|now|has|have|is|are|\w+ly) ){0,2}(?:gone|dead|(?:drops?|dropped|falls?|fell|goes|went|dies?|died|crash\w*)(?: (?:out|over|down|off|away))?) again(?! to\b)${NOTHING_GOOD}
      (?:restart|reboot|cycl|flush|clear|reload|reset|replay|remount|re-?creat)\w*ed\b[^.;]{0,40}[,:] (?:nothing(?=\s*(?:[.,;!]|$| (?:changed|happen\w+|helped)\b))|no change(?! (?:in|of|to)\b)|still(?! (?:all |quite |very )?(?:nothing|green|good|fine|ok|okay|healthy|up|stable|normal|empty|zero|0)\b)|same(?! (?:good|green)\b))${NOTHING_GOOD}
      (?<=^)(?:even |much )?worse(?=\s*(?:[,.:;!]|$))
      (?:gives?|throws?|(?:again|up|back),? and (?:says?|shows?)) the (?:very )?same(?=\s*(?:[.,;!]|$))
    `,
  plain: true,
};

/** So little that it is well. */
const FEW =
  "(?:(?:like|about|around|under|below|almost|nearly|just) )?(?:[~<]?\\d|zero|nothing|none|(?:the |its |their )?(?:normal|usual|baseline)|single|half|noise|an? (?:third|quarter|few|handful|trickle))";

/** It looks well and is not, or not yet: "it is up, it just can't reach the others", "loads again, slowly", "catching up". */
const TAKEN_BACK =
  /\b(?:as|when|until|before) (?:\w+ ){1,3}?(?:come|comes|is|are) back\b|\b(?:slowly|(?<!\bup,? (?:\w+ )?)catching up|draining)\b|\b(?:just|only|but) (?:\w+ ){0,3}?(?:can't|cannot|doesn't|don't|won't|refuses?|nobody|nothing)\b|\bbut (?:\w+ ){0,5}?(?:no|empty|broken|gone|none)\b|\b(?:we|they|ours?|mine) (?:are|is|am) not(?=\s*[.,;!]|$)|\b(?:got|gets?|being|was|were|been) (?:run|started|loaded|built|processed) again\b/i;

export const WORKS_AGAIN: Wording = {
  name: "works_again",
  kind: "recovery",
  pattern: phrases`
      (?<!(?:(?:does|did|is|was|has|wo)n't|\bnot|\bnever|\bno longer) (?:\w+ )?)(?:is|are|it's|they're|we're|all|mostly|most of (?:it|them) (?:is|are)|came|come|coming|comes|now) (?:\w+ )?back(?: up| online| to normal| now| again)?(?=[\s,.!]|$)(?! (?:at|in|from|with|home|on my|to (?:you|work|the)))
      back to normal|recover(?:ed|ing|s)
      (?:work\w*|serv\w+|respond\w*|resolv\w+|runn?\w*|load\w*|flow\w*|process\w*|build\w*|start\w*|answer\w*|accept\w*|deliver\w*|succeed\w*|complet\w*|sync\w*|go(?:es|ing)? through|com(?:e|es|ing) (?:in|through)|can (?!try|do|run|see|use this)\w+(?: \w+){0,2}?|healthy|normal|green|(?<!fill(?:ed|s|ing)? )up|fine|ok|stable|passing) again
      (?<=[\w'%)] )(?:works|working|resolves|loads|fine|good|normal|healthy|stable|green|ok) (?:for me |here )?now
      (?:shows?|sees?|gets?|has|have|reach\w*) (?!(?:the |an? )?same)(?:\w+ ){0,2}(?!(?!serv|answer|deliver|process|resolv|need)\w+ed )\w+ again
      (?:that|it|this|which|rollback|revert|restart|failover|fix|workaround) (?:has )?(?:worked|did the trick|fixed it|helped)
      errors? (?:(?!not|never|no\b)\w+ ){0,2}(?:gone|stopped|dropped|dropping|zero|down to ${FEW})
      no (?:more|new|further) (?:\w+ ){0,2}(?:errors|alerts|failures|5\d\ds|timeouts|tickets|complaints|reports)
      caught up|catching up|coming round|settl(?:ed|ing)|normali[sz](?:ed|ing)|nodes? (?:is|are) (?:all )?ready
      up(?= read-only| and (?:tak|accept|serv|answer|runn)\w+|\s*(?:[.,;!)]|$))(?<=\b(?:is|are|it's|they're) up)(?<!\b(?:cpu|load|latency|lag|memory|usage|traffic|errors?|rates?|counts?|what|time|page|posts?|docs?|drafts?|prs?|mrs?|requests?|branch(?:es)?|patch(?:es)?|(?:hot ?)?fix(?:es)?|banner|bridge|call|channel|thread|review|tickets?|video|nothing|none)\b[^.,;!]{0,80} up)
      (?:takes|accepts|serves|handles|(?:is|are|they're|it's) (?:now )?(?:taking|accepting|serving|handling)) (?:writes|reads|traffic|requests|orders|connections|logins|calls|queries|payments|jobs|builds)(?: again)?(?=\s*(?:[.,;!)]|$))
      answers,? (?:in )?\d+ ?ms\b
      confirm(?:ed)? (?:from|on|at) (?:my|our) (?:side|end)\b(?!.*(?:\bnot\b|n't)).*\b(?:ok|okay|fine|works?|good|green)
      up and (?:running|stays up|stable|serving|healthy)
      (?:stays?|staying) up
      (?:queue|backlog)(?: of (?:\w+ ){1,2}?)? ?(?:is )?(?:empty|drained|draining|gone)
      (?:back )?(?:at|to) (?:usual|normal|baseline) (?:level\w*|rate\w*)?
    `,
  plain: true,
  unless: new RegExp(`${ELSEWHERE.source}|${TAKEN_BACK.source}`, "i"),
};

/** What is well the less there is of it. */
const ILLS =
  "errors?|error rates?|failure rates?|failing (?:total|share|rate)|exceptions|failures|timeouts?|latency|iowait|5xx|50\\ds|(?:hang|crash|error|user) reports?|tickets|complaints";
/** What may stand between a measure and where it goes: how it does, and figures; no other subject. */
const GOING =
  "(?:'s)?(?:(?: (?:on|at|in|of) (?:the )?[\\w-]+(?= (?:is|are)\\b))?(?: (?:is|are|keeps?|now|all|again|still|also|(?!(?:hard|bare|scarce)ly)\\w+ly))*|:?(?: (?:is|now))* (?:at |on )?~?\\d[\\d.,]*(?: ?%| ?\\/s| ?ms|k)?(?: (?:again|now))?(?:,| and)?)";
const DOWN = `(?:(?:going|coming) down(?! (?:the|for|from the)\\b)|(?:falling|dropping)(?=\\s*(?:[.,;!)]|$| (?:now|again|fast|slowly|steadily|since|to|from)\\b))|down from|down to ${FEW})`;
/** What is whole, and says so of all of them. */
const ALL_OF_THEM =
  "(?<![\\d.]|^(?:is|are) |\\b(?:needs?|wants?|for|until|till|when|once|be|expect\\w*|only) )([1-9]\\d*)(?: of |\\/| out of )(?:the )?\\1(?: (?:are|is|now|all|back|again|\\w{2,}s))*";
const ENDS =
  "(?=\\s*(?:[.,;!)]|$| (?:in|on|at|since|again|now|for (?:me|us))\\b))(?!.*\\b(?:still|errors?|latency|slow|fail\\w*|5\\d\\d)\\b)";

const DENIED =
  "(?:\\b(?:no(?! (?:more|new|further|alerts?|errors?|timeouts?|failures?)\\b)|not|none|nobody|nothing|never|neither|nor|cannot|must|but|yet|hardly|barely|because|refus\\w+|broken|gone|stuck|dead|climb\\w*|rising)\\b|n't\\b)";

/** Figures and states that tell that it is well, in a sentence that denies nothing, and tells of no trouble beside. The weights know both by one name. */
export const FIGURES_ARE_WELL: Wording = {
  name: WORKS_AGAIN.name,
  kind: "recovery",
  pattern: new RegExp(
    `(?:${[
      `\\b(?:${ILLS})${GOING} ${DOWN}`,
      `\\bfailing ~?\\d[\\d.,]* ?%(?: again| now)?, (?:going |coming )?down from\\b`,
      `${ALL_OF_THEM} (?:ready|healthy|green|serving|in service|whole)${ENDS}`,
      `\\b(?:exceptions|errors?|error rate|failures|5xx|50\\ds|timeouts)(?: (?:is|are|now|all|back|down))* (?:at |on )?(?:0|zero)(?: %)?(?=\\s*(?:[,;!]|\\.(?!\\d)|$| (?:since|again|now|for)\\b))`,
      "\\b(?:queues?|backlog) (?:is|are|looks?) (?:all |quite )?normal(?=\\s*(?:[.,;!]|$| again\\b| now\\b| since\\b))",
      "\\b(?:traffic|latency|latencies|load|lag|everything|numbers|graphs) (?:is|are|looks?) (?:all |quite )?(?:back to )?normal (?:again|now)\\b",
      "\\bhas quorum(?=\\s*(?:[.,;!]|$| again\\b| now\\b))|\\bhave quorum (?:again|now|back)\\b",
      "\\b(?:is|are) (?:all )?whole(?: again)?(?=\\s*(?:[.,;!]|$))",
    ].join("|")})(?<!${DENIED}.*)(?!.*(?:${DENIED}|, so\\b))`,
    "i",
  ),
  plain: true,
  unless: new RegExp(`${ELSEWHERE.source}|${TAKEN_BACK.source}`, "i"),
};

/** Something that somebody did has failed. */
export const FAILED = /\bfail(?:s|ed|ing|ure)?\b/i;
