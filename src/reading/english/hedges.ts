import { phrases } from "./phrases.ts";

/** The speaker guesses. */
export const GUESS = phrases`
        i(?:'d)? (?:think|guess|suspect|bet|assume|believe|wonder)
        i'm (?:not )?(?:guessing|thinking|convinced|sure)
        maybe|perhaps|might|may (?:be|have)|could (?:be|have|that be)|probably|possibly|likely
        (?:it )?(?:looks|seems|sounds|feels|smells) like
        seems? to|apparently|presumably|my (?:money|bet|guess)|theory|hunch|suspicion|suspect|it's possible
        would explain|related to
      `;

export const QUESTION =
  /\?\s*$|^(?:does|do|did|is|are|was|were|has|have|can|could|should|shall|will|would|what|why|how|when|where|who|which|any(?:one|body)|some(?:one|body)) [^,.]*\?|^(?:(?:and|so|but|ok) )?(?:do|does|are|was|were|should|shall) (?:we|you|they|i|he|she)\b|^(?:what|who) (?:exactly |else )?(?:is|are|was|were|did|does|do|came|happened|merged|deployed|changed|restarted)\b(?! (?:left|missing|known)\b)(?!.*:)|^(?:is|are) (?:this|these|those) /i;

/** A question that tells of trouble. */
export const ASKED_REPORT =
  /\b(?:any(?:one|body) else|is it (?:just )?me|is it known|are you (?:seeing|aware)|is (?:something|anything) (?:wrong|up|broken))\b/i;

/** A wish, a condition, a promise, the past of another day. */
export const UNREAL = phrases`
        if|unless|would|should|could|wish|hope\w*|shall|tomorrow|next (?:week|month|time|monday)
        last (?:week|month|time|year|night)
        yesterday|will|i'll|we'll|won't|don't|let me|let us|want to|wanna|need to|have to|ought|remember|reminder
        until|whoever|can you|please
        (?:once|as soon as) (?:\w+ ){1,3}(?:has|have|is|are)
        costs? (?:us |you )?(?:nothing|little)|(?:won't|can't|doesn't) hurt|is (?:cheap|an option)
      `;

/** Greeting, thanks, yes and no. */
export const TALK =
  /^\W*(?:(?:hi|hello|hey|here|o\/|joining|joined|thanks?(?: you)?(?: \w+)?|thx|ty|ack|ok(?:ay)?|yes|yep|yeah|no|nope|none|nice|great|good|cool|lol|sigh|ouch|whoa|wow|hm+|right|sure|sorry|done|same|exactly|agreed|\+1|on it|looking|looking (?:into|at) (?:it|this)|will do|please|yay|uh|um|oh|ah|er|phew|ugh|brb|afk|morning|evening|folks|i'm here|i am here)\W*)+$/i;

export const TAKES_ON = /\b(?:on it|looking)\b/i;

/** As it was, whatever was done. What a relative clause says of the thing that is acted on is no outcome ("the pods that still run v1"). */
export const UNCHANGED =
  /\b(?:(?<!\w (?:that|which|who) )still (?!(?:look|wait|read|check|work|try|debug|investigat|search|think|talk|writ|catch)ing\b|nothing (?:unusual|left|pending|bad|wrong)\b|(?:all |quite |very )?(?:green|good|fine|ok|okay|healthy|up|stable|normal|zero)(?=\s*(?:[.,;!)]|$)))(?:the |an? |no )?\w+|as before|(?:just|all) the same|no better|no different|unchanged)\b/i;

export const DENIES = /^\W*(?:no+|nope|nah|nay)\W*$/i;

/** Tells somebody what to say. */
export const INSTRUCTS =
  /^(?:(?:ok|okay|yes|please|just|then|so|and)[\s,]+)*(?:say|tell|ask|write|answer|reply|let (?:them|people|everybody|everyone|support|customers|users)|inform|warn)\b/i;

/** The whole message bids somebody to come to the call, or to ask others. */
export const BIDS =
  /^(?:@?\p{L}[\p{L}\d._-]*(?: [\p{L}\d._-]+)?[,:]? )?please (?:(?:also|all|just|both) )?(?:join|come|dial in|hop (?:on|in)|ask)\b[^.,;:!?\n]*[.!]?$/iu;

/** Points at what everybody sees, instead of naming it. */
export const POINTS = /\b(?:it|this|that|these|those|them|here|on[- ]?call|around)\b|\blook(?:ing)?\W*\?/i;

/** The speaker meets the trouble in person. */
export const FIRST_HAND =
  /\b(?:i|we)(?:'m| am|'re| are)? (?:\w+ly |still |also |all )?(?:see|seeing|get|getting|can't|cannot|keep getting)\b/i;

/**
 * A deed of another day, another place or another matter, or one that is yet to come. It is told, and nothing of it happens now: "we restarted it in
 * spring", "upgraded it on staging", "deploying it after lunch".
 */
export const ELSEWHERE = phrases`
      in (?:(?:early|late) )?(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|(?:19|20)\d\d|'\d\d)
      (?<!\b(?:of|from|that|which|we|since)\b[^.,;!?]{0,40})(?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:years?|months?|weeks?|days) ago)|(?:in|at) my (?:last|previous|old|former|first) \w+|when (?:i|we) started here
      (?:this|in the|tomorrow) (?:afternoon|evening)|(?<!\b(?:for|that|until|till|not) )tonight|in a (?:bit|moment|minute|while)(?! of\b)|in \d+ min\w*|(?:after|before|at) (?:lunch|stand-?up|dinner|the weekend)|at (?:half past|\w+ tonight)
      (?<!\b(?:put(?:ting)?|copy(?:ing)?|copied|mov(?:ed|ing)|restor(?:ed|ing)) (?:\w+ ){0,2})(?:on|in) (?:the )?(?:staging|test|dev|sandbox|demo)(?!-)|to (?:the )?(?:staging|dev|sandbox|demo)(?!-)|(?<!from )my (?:own )?(?:laptop|phone|client|browser|router|dev|test|sandbox|calendar|notes?|pipeline|release)|locally
      un-?related(?=\s*(?:[.,;:!)]|$))|nothing to do with|off[- ]topic|by the way|not urgent
    `;
