import type { AlikeWording } from "../language.ts";
import { phrases } from "./phrases.ts";

/** Trouble that people meet at their own screens, in words that one shares with the next. */
const ILL = phrases`
  (?:logged|signed|kicked|thrown|locked|timed) (?:\w+ )?out|(?:kicked|thrown|knocked) off|disconnected|dropped|cut off
  [45]\d\ds?|[45]xx|errors?|time-?outs?|timing out|times out|blank (?:page|screen)s?|stuck|spinning
  (?:not|isn't|aren't|won't|doesn't) (?:load|respond)(?:ing)?
  slow|sluggish|laggy|down|unreachable|frozen|hanging
`;

/** How people speak of trouble that others may meet as well. */
export const ALIKE: AlikeWording = {
  ill: ILL,
  asks: new RegExp(
    [
      `\\b(?:any|some)(?:one|body) else(?:'s)? (?:\\w+ ){0,2}?(?:get(?:s|ting)?|being|been|see(?:s|ing)?|having|hitting|experiencing|noticing)\\b`,
      `\\b(?:any|some)(?:one|body) else's (?:\\w+ ){1,3}`,
      `\\b(?:is|are) (?<thing>(?:\\w+ ){1,4}?)(?:down|slow|unreachable|timing out|hanging|not \\w+ing) for (?:any|every)(?:one|body)\\b`,
      `\\b(?:just|only) me,? or (?:is|are|does|do|did)\\b`,
    ].join("|"),
    "i",
  ),
  meets:
    /\b(?:same|too|as well|either|also|twice|again|keeps?|kept|for me|here|i|i'm|i've|my|we|we're|yes|yep|yeah|yup)\b|^\s*\+1/i,
  agrees:
    /^\W*(?:(?:yes|yep|yeah|yup|oh|hm+)\W+)?(?:same(?: here| for me| issue| problem)?|me too|(?:here|for me),? too|likewise|\+1|1|ditto)\W*$/i,
  denies: phrases`
    no|nope|not|never|nobody|wasn't|isn't (?:down|slow)|don't|didn't|haven't|works|fine|ok|okay|yesterday|last (?:week|month|night)
    haha|lol|joke|kidding|weather|heat|staging|sandbox|dev|preview|(?:test|review) (?:cluster|env\w*|system)
  `,
};
