import type { EntryKind } from "../../kinds.ts";
import { HOUR, type Span } from "../../time.ts";
import { byStart, type Happening } from "../happenings/happening.ts";
import { isMessage, isStated, type Message } from "../happenings/messages.ts";

/** What it sums up was said at most so long before it. */
const SUMMED_UP: Span = HOUR;

/** Finds the posts that sum up at a fixed hour what people have said until then: where nobody has, they are the only ones to tell it. */
export function roundUps(happenings: readonly Happening[]): ReadonlySet<Happening> {
  const found = new Set<Happening>();
  let lastStated: Message | undefined;
  for (const one of happenings.filter(isMessage).sort(byStart)) {
    if (one.reading?.sumsUp?.() !== true) {
      if (one.sort === "message" && isStated(one)) lastStated = one;
    } else if (lastStated && one.at - lastStated.at <= SUMMED_UP && isPlainTalk(one)) found.add(one);
  }
  return found;
}

/** What an incident's course turns on, wherever it is told. */
const TURNS: ReadonlySet<EntryKind> = new Set(["declaration", "recovery", "resolution", "rollback"]);

/** What opens an incident, tells of a turn, or was marked by people stands for itself. */
const isPlainTalk = ({ lead, marks, kind }: Message): boolean => lead.rank > 0 && marks.size === 0 && !TURNS.has(kind);
