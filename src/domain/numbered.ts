import type { OpsEvent } from "./event.ts";

/** What a tool or a status page calls an incident that it keeps. */
export interface Numbered {
  /** Who calls it so; a text that two of one tool share. */
  readonly tool: string;
  readonly id: string;
}

/**
 * Under which id of whose an incident tool or a status page tells this; null for anything else, and for what bears no id. A source may pass
 * on what several tools say: each puts its own name, or its project's, before the last part of an id.
 */
export function numberedBy({ kind, key, group }: OpsEvent): Numbered | null {
  if ((kind !== "incident" && kind !== "status") || group === undefined) return null;
  const namespace = /^.*[#/](?=[^#/]+$)/s.exec(group)?.[0] ?? "";
  return { tool: `${kind} ${key.slice(0, key.indexOf("/") + 1)} ${namespace}`, id: group };
}

/** Whether one tool tells both, each under an id of its own: it has told them apart. */
export function areNumberedApart(one: OpsEvent, other: OpsEvent): boolean {
  const [a, b] = [numberedBy(one), numberedBy(other)];
  return a !== null && b !== null && a.tool === b.tool && a.id !== b.id;
}

/** Ids by what they are of. */
export type Ids = ReadonlyMap<string, ReadonlySet<string>>;

const NUMBER = /^(\p{L}+)-(\d+)$/u;

/** The numbers that people know an event's incidents by (`INC-412`), by what stands before them. */
export function numbersOf({ correlation }: Pick<OpsEvent, "correlation">): Ids {
  const numbers = new Map<string, Set<string>>();
  for (const { type, value } of correlation) {
    const [, before, number] = (type === "incident" && NUMBER.exec(value)) || [];
    if (before === undefined || number === undefined) continue;
    numbers.getOrInsertComputed(before.toLowerCase(), () => new Set()).add(number);
  }
  return numbers;
}

/** Whether both name some of one sort, and none that both name. */
export const areApart = (some: Ids, others: Ids): boolean =>
  [...some].some(([of, ids]) => others.get(of)?.isDisjointFrom(ids) ?? false);
