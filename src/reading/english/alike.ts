import type { AlikeWording } from "../language.ts";
import { phrases } from "./phrases.ts";

/** Trouble that people meet at their own screens, in words that one shares with the next. */
const ILL = phrases`
  (?:logged|signed|kicked|thrown|locked|timed) (?:\w+ )?out|(?:kicked|thrown|knocked) off|disconnected|dropped|cut off
  (?<![\d,.#-]|\bof )[45]\d\ds?(?![,.:]?\d| of\b)|[45]xx|errors?|time-?outs?|timing out|times? out|blank (?:page|screen)s?|stuck|spinning
  (?:not|isn't|aren't|won't|doesn't|don't) (?:load|respond|work|open|connect|answer|resolve|updat|start|sync)(?:e|ing)?|nothing (?:loads|works|opens|answers)
  (?:can't|cannot|can not) (?:log|sign|connect|reach|load|open|push|pull|clone|fetch|install|download|upload|pay|save|access)(?: in)?|could(?:n't| not) find
  fail(?:s|ed|ing)?|hangs|hanging|hung|dies|freez(?:es|ing)|broken|crash(?:es|ed|ing)|mismatch|not found|refused|(?:all|is|are) red|no (?:answer|connection|response)
  slow|sluggish|laggy|unreachable|unavailable|offline|frozen
  (?<!\b(?:go|goes|went|going|load|rate|(?:br(?:ing|ought)|calm|c[ao]m|cut|dial|power|ramp|scal|shut|s[ai]t|spin|spun|turn|wind|wound|wr[io]t)\w*(?: (?:the|our|all|it|them|these|those|two|some|\d+)(?: [\w-]+)?)?) )down(?! (?:to|by|from|the|at|for the)\b)
`;

const ANYONE = "(?:any|some)(?:one|body)";
const JUST_ME = "(?:just|only) me";
/** What adds nothing to a yes. */
const OH = "(?:(?:yes|yep|yeah|yup|oh|ah|hm+|ok|phew)\\b\\W*)";
/** Who blamed themselves first meets it, too. */
const THOUGHT = "(?:i )?(?:already |really )?thought (?:it was|it's|that was|i|my)\\b[^?\\n]{0,40}";

const wordings = (...sources: readonly string[]): RegExp => new RegExp(sources.join("|"), "i");

/** How people speak of trouble that others may meet as well. */
export const ALIKE: AlikeWording = {
  ill: ILL,
  asks: wordings(
    `\\b${ANYONE} else(?:'s)? (?:\\w+ ){0,2}?(?:get(?:s|ting)?|being|been|see(?:s|ing)?|having|hitting|experiencing|noticing)\\b`,
    `\\b${ANYONE} (?:here )?(?:getting|seeing|having|hitting|experiencing)\\b[^.!]*\\?`,
    `\\b${ANYONE} else's (?:\\w+ ){1,3}`,
    `\\b${ANYONE}(?: else)?\\W*\\?`,
    `\\b(?:is|are) (?<thing>(?:\\w+ ){1,4}?)(?:down|slow|unreachable|broken|failing|offline|timing out|hanging|not \\w+ing) for (?:any(?:one|body)|every(?:one|body)|you|others)\\b`,
    `${ILL.source} (?:(?:again|now|only|just) ){0,2}for me\\b[^.!]{0,30}\\?`,
    `\\b${JUST_ME},? or (?:is|are|does|do|did)\\b`,
    `\\bis it ${JUST_ME}\\b|\\b${JUST_ME}\\W*\\?`,
  ),
  asksBarely: wordings(
    `^\\W*(?:is |does |has )?${ANYONE} else(?: (?:here|too|as well|now|(?:see|seeing|get|getting|have|having) (?:this|that|it|these)))?\\W*\\?`,
    `^\\W*(?:or )?(?:is )?(?:it |this |that )?${JUST_ME}\\W*\\?`,
    `^\\W*(?:same|you too|also) (?:for|with) (?:any(?:one|body)|others|you)\\W*\\?`,
  ),
  meets:
    /\b(?:same|too|as well|either|also|twice|again|keeps?|kept|for me|here|i|i'm|i've|my|we|we're|yes|yep|yeah|yup)\b|^\s*\+1/i,
  agrees: wordings(
    `^\\W*${OH}{0,3}(?:same(?: here| for me| issue| problem| thing)?|me too|(?:here|for me),? too|likewise|\\+1|1|ditto|(?:so )?(?:it's )?not (?:just|only) (?:me|you)(?: then)?)\\W*(?:${THOUGHT})?$`,
    `^\\W*${OH}{1,3}${THOUGHT}$`,
  ),
  concurs: wordings(
    `^\\W*${OH}{0,2}(?:same(?= (?:here|in|on|at|for|with|from)\\b|\\W*$|\\s*[,.!:;+-])|(?:me|here|mine) too|likewise|ditto|\\+1|(?:i )?can confirm)(?![\\w'’-])`,
  ),
  affirms: /^\W*(?:yes|yep|yeah|yup)\b/i,
  denies: phrases`
    no|nope|not|never|nobody|wasn't|isn't (?:down|slow)|don't|didn't|haven't|works|fine|ok|okay|yesterday|last (?:week|month|night|year|time)
    (?:days?|weeks?|months?|years?) ago|back then|used to|remember
    haha|lol|joke|kidding|weather|heat|staging|sandbox|dev|preview|(?:test|review) (?:cluster|env\w*|system)
  `,
};
