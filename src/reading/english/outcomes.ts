import type { Wording } from "../language.ts";
import { ELSEWHERE } from "./hedges.ts";
import { phrases } from "./phrases.ts";

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
      fail(?:s|ed) again|broke again|down again
      back (?:to )?where we (?:were|started)
      (?:it|that|this) did(?:n't| not)(?=\s*(?:[.,;!]|$))
      no (?:gain|go|dice|use)(?=\s*(?:[.,;!]|$))|to no avail|in vain|so much for (?!now\b|today\b|tonight\b|\w+day\b|the |my |our |your )\w+
      did (?:squat|zip|nothing|bugger all)|(?:do|does|did)(?:n't| not) do (?:anything|a thing|much)
      (?:gone|dead|stuck) again
      (?:drops?|dropped|falls?|fell|goes|went|dies|died|crash\w*) (?:out |over |down |off )?again
      (?:restart|reboot|cycl|flush|clear|reload|reset|replay|remount|re-?creat)\w*ed\b[^.;]{0,40}[,:] (?:nothing|no change|still|same)\b
      (?<=^)(?:even |much )?worse(?=\s*(?:[,.:;!]|$))
      (?:says?|gives?|shows?|throws?) the (?:very )?same(?=\s*(?:[.,;!]|$))
    `,
  plain: true,
};

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
      errors? (?:\w+ ){0,2}(?:gone|stopped|dropped|dropping|zero|down to)
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
      (?<![\d.])(\d+)(?: of |/| out of )(?:the )?\1 (?:\w+ ){0,2}?(?:ready|healthy|green|serving|in service|whole)\b
      (?:errors?|error rate|fail\w*|timeouts?|latency|iowait|5xx|50\ds|(?:hang|crash|error|user) reports?|tickets|complaints)\b[^.;!?]{0,30}\b(?:going down|coming down|falling|dropping|down (?:to|from))\b
      (?:exceptions|errors?|error rate|failures|5xx|50\ds|timeouts) (?:\w+ ){0,2}?(?:at|on|is|are) (?:0|zero|none)(?: %)?(?=\s*(?:[,;!]|\.(?!\d)|$| since\b| again\b| now\b| for\b))
      (?:queues?|backlog|traffic|latency|latencies|load|lag|everything|numbers|graphs) (?:is|are|looks?) (?:all |back to |quite )?normal(?=\s*(?:[.,;!]|$| again\b| now\b| since\b))
      (?:has|have) quorum|(?:is|are|\w+s) whole(?: again)?(?=\s*(?:[.,;!]|$))
    `,
  plain: true,
  unless: new RegExp(`${ELSEWHERE.source}|${TAKEN_BACK.source}`, "i"),
};

/** Something that somebody did has failed. */
export const FAILED = /\bfail(?:s|ed|ing|ure)?\b/i;
