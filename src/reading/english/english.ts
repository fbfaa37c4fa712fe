import type { Language, Wording } from "../language.ts";
import { ALIKE } from "./alike.ts";
import {
  DECLARES_END,
  DECLARES_INCIDENT,
  DECLARES_MITIGATED,
  POSTS_STATUS,
  REMINDS,
  SUMS_UP,
  TELLS_OUTSIDE,
} from "./announcements.ts";
import { ACTS, ACTS_AFTER, ACTS_NOW, ACTS_SELF, IS_SET_TO, ROLLS_BACK, SHIPS, WAS_ACTED_ON } from "./deeds.ts";
import { FORMULAS } from "./formulas.ts";
import {
  ASKED_REPORT,
  BIDS,
  DENIES,
  FIRST_HAND,
  GUESS,
  INSTRUCTS,
  POINTS,
  QUESTION,
  TAKES_ON,
  TALK,
  UNCHANGED,
  UNREAL,
} from "./hedges.ts";
import { COMMON, LEXICON } from "./lexicon.ts";
import {
  CITES_TIME,
  CLOCK,
  COUNTS,
  FIRST_SEEN,
  FOUND,
  MEASURED,
  MONTHS,
  QUOTES_LOG,
  ROSE,
  SCHEDULED,
  SEES,
  SPEAKS_FOR,
} from "./observations.ts";
import { DID_NOT_HELP, FAILED, FIGURES_ARE_WELL, WORKS_AGAIN } from "./outcomes.ts";
import { CALLS_FOR_HELP, CHOOSES, DECIDED, DECIDES, LEADS, SHIPS_THE_FIX, SUSPECTS, TAKES_IT_ON } from "./plans.ts";
import { BEGAN, REMARKS } from "./remarks.ts";
import { ROOMS } from "./rooms.ts";
import { SECONDS } from "./seconds.ts";
import trained from "./trained.json" with { type: "json" };
import { CAME_BACK, IS_IN_TROUBLE, RELAPSE, RELAYS_TROUBLE, TROUBLE, USERS } from "./trouble.ts";

/** In this order: the more telling wording first. */
const WORDINGS: readonly Wording[] = [
  DECLARES_INCIDENT,
  DECLARES_END,
  DECLARES_MITIGATED,
  POSTS_STATUS,
  TELLS_OUTSIDE,
  DID_NOT_HELP,
  DECIDED,
  ROLLS_BACK,
  CAME_BACK,
  WORKS_AGAIN,
  FIGURES_ARE_WELL,
  LEADS,
  CALLS_FOR_HELP,
  SHIPS_THE_FIX,
  CHOOSES,
  SUSPECTS,
  DECIDES,
  ACTS,
  ACTS_SELF,
  WAS_ACTED_ON,
  IS_SET_TO,
  ACTS_AFTER,
  SHIPS,
  ACTS_NOW,
  RELAYS_TROUBLE,
  IS_IN_TROUBLE,
  CITES_TIME,
  MEASURED,
  FOUND,
  TAKES_IT_ON,
  SEES,
];

/** English as responders write it in chat, notes and status posts. */
export const ENGLISH: Language = {
  wordings: WORDINGS,
  guess: GUESS,
  question: QUESTION,
  askedReport: ASKED_REPORT,
  unreal: UNREAL,
  talk: TALK,
  takesOn: TAKES_ON,
  bids: BIDS,
  counts: COUNTS,
  points: POINTS,
  sumsUp: SUMS_UP,
  reminds: REMINDS,
  failed: FAILED,
  trouble: TROUBLE,
  relapse: RELAPSE,
  unchanged: UNCHANGED,
  denies: DENIES,
  instructs: INSTRUCTS,
  users: USERS,
  firstHand: FIRST_HAND,
  clock: CLOCK,
  firstSeen: FIRST_SEEN,
  rose: ROSE,
  scheduled: SCHEDULED,
  began: BEGAN,
  speaksFor: SPEAKS_FOR,
  quotesLog: QUOTES_LOG,
  months: MONTHS,
  remarks: REMARKS,
  alike: ALIKE,
  seconds: SECONDS,
  lexicon: LEXICON,
  common: COMMON,
  formulas: FORMULAS,
  rooms: ROOMS,
  trained,
};
