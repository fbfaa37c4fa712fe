import type { Because, Explanation, OpenedBy, Standing } from "../domain/explain/explanation.ts";

/** An explanation as lines for a terminal. */
export function explanationLines({ incident, subject, is, standings, also }: Explanation): string[] {
  const { id, title, startedAt, endedAt, openedBy } = incident;
  return [
    `${id}  ${title}`,
    `  from ${startedAt} ${endedAt === null ? "on, still open" : `to ${endedAt}`}; opened by:`,
    ...openers(openedBy),
    ...standings.flatMap((one) => ["", ...linesOf(one, id)]),
    ...(also.length === 0 ? [] : ["", is === "unknown" ? `${subject} is not known.` : `Delivery ${subject}`]),
    ...also.map((because) => answer("because", because)),
  ];
}

/** A storm may open an incident a hundred times. */
const MOST_OPENERS = 5;

function openers(all: readonly OpenedBy[]): string[] {
  const left = all.length - MOST_OPENERS;
  return [
    ...all
      .slice(0, MOST_OPENERS)
      .map(({ at, title, because, event }) => `    ${at}  ${title}  (${because.rule}: ${because.words}; ${event})`),
    ...(left > 0 ? [`    and ${left} more`] : []),
  ];
}

function linesOf(standing: Standing, incident: string): string[] {
  const { event, title, delivery, source, entry, here, folded, repeat, belongs, keptOut, time, wording } = standing;
  return [
    verdict(standing, incident),
    ...(entry ? [`  says      ${entry.at}  ${entry.kind}  ${entry.text}`] : [`  title     ${title}`]),
    ...(here ? [answer("because", here)] : []),
    ...(folded ? [answer("folded", folded)] : []),
    ...(repeat ? [answer("repeat", repeat)] : []),
    ...belongs.map((because) => answer(BELONGS[standing.is], because)),
    ...keptOut.map((because) => answer("kept out", because)),
    answer("time", time),
    ...wording.map((because) => answer("wording", because)),
    ...(event === null ? [] : [`  evidence  ${event}  delivery ${delivery} of ${source}`]),
  ];
}

/** What a reason to belong is called, by where it stands. */
const BELONGS: Readonly<Record<Standing["is"], string>> = {
  shown: "attached",
  logged: "attached",
  suggested: "hint",
  elsewhere: "there",
  unattached: "hint",
};

const answer = (question: string, { rule, words }: Because): string => `  ${question.padEnd(8)}  ${rule}: ${words}`;

function verdict({ is, entry, folded, incident: other }: Standing, incident: string): string {
  const name = entry === undefined ? "It" : entry.id;
  switch (is) {
    case "shown":
      return folded ? `It is folded into ${name}, which stands on the timeline.` : `${name} stands on the timeline.`;
    case "logged":
      return folded
        ? `It is folded into ${name}, which stands in the activity log.`
        : `${name} stands in the activity log.`;
    case "suggested":
      return `It is only suggested to ${incident}: it may belong there, and is not attached.`;
    case "elsewhere":
      return `It belongs to another incident, ${other}.`;
    case "unattached":
      return "It belongs to no incident.";
  }
}
