import { type Static, Type } from "typebox";
import { human } from "./actors.ts";
import type { SourceEvent } from "./define.ts";
import { beyond, distinct, firstSaid, oneLine, said } from "./text.ts";
import { toldTime } from "./times.ts";

const Text = Type.Optional(Type.String());
const Matcher = Type.Object({ type: Text, name: Text, pattern: Text, rendered: Text });
const Matchers = Type.Optional(Type.Array(Matcher));

/** A silence as Alertmanager's event recorder writes it: who wanted which alerts quiet, until when, and why. */
export const Silence = Type.Object({
  id: Type.String({ minLength: 1 }),
  matchers: Matchers,
  matcherSets: Type.Optional(Type.Array(Type.Object({ matchers: Matchers }))),
  startsAt: Text,
  endsAt: Text,
  updatedAt: Text,
  createdBy: Text,
  comment: Text,
});
export type Silence = Static<typeof Silence>;

/** What a person did to a silence. It happened when the silence was last updated; `recordedAt` stands in where it does not say. */
export function silenceEvent(silence: Silence, recordedAt: string | undefined): SourceEvent {
  const told = toldTime(silence.updatedAt) ?? toldTime(recordedAt);
  const end = toldTime(silence.endsAt);
  const isOver = told !== null && end !== null && end.at <= told.at;
  const matchers = matchersOf(silence);
  const what = matchers.map(words).join(", ");
  const title = oneLine(
    `${isOver ? "Silence ended" : "Silenced"}: ${what || "alerts"}${silence.comment ? ` (${silence.comment})` : ""}`,
  );
  return {
    key: `v1:silence:${silence.id}:${told?.at ?? "unknown"}`,
    kind: "change",
    action: "updated",
    actor: human({ vendor: "alertmanager", name: silence.createdBy }),
    told,
    service: firstSaid(...matchers.filter(isOfService).map(({ pattern }) => pattern)),
    names: distinct(matchers.filter(isExact).map(({ pattern }) => said(pattern))),
    severity: null,
    title,
    text: beyond(title, silence.comment),
    correlation: [{ type: "silence", value: silence.id }],
    group: `silence:${silence.id}`,
  };
}

type Matcher = Static<typeof Matcher>;

/** A silence of several sets lists the first of them also by itself. */
function matchersOf({ matchers = [], matcherSets = [] }: Silence): readonly Matcher[] {
  const [first] = matcherSets;
  return first ? matcherSets.flatMap((set) => set.matchers ?? []) : matchers;
}

const SIGNS: Readonly<Record<string, string>> = {
  TYPE_EQUAL: "=",
  TYPE_REGEXP: "=~",
  TYPE_NOT_EQUAL: "!=",
  TYPE_NOT_REGEXP: "!~",
};

const words = ({ rendered, name = "", type = "", pattern = "" }: Matcher): string =>
  said(rendered) ?? `${name}${SIGNS[type] ?? "="}"${pattern}"`;

const isExact = ({ type, name }: Matcher): boolean => type === "TYPE_EQUAL" && name !== "alertname";
const isOfService = (matcher: Matcher): boolean => isExact(matcher) && matcher.name === "service";
