/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 * A member whose value is `undefined` is left out, as JSON.stringify does. The same value gives the same bytes, always.
 *
 * @throws TypeError for a number that JSON cannot say (NaN, Infinity)
 */
export function canonicalJson(value: unknown): string {
  const sorted = sort(value);
  return sorted === UNSORTABLE ? spell(value) : JSON.stringify(sorted);
}

/** An engine keeps members in the order in which they were set, except those that look like indices; and one name sets no member. */
const UNSORTABLE = Symbol("unsortable");
const ITS_OWN_ORDER = /^(?:\d+|__proto__)$/;

/** The same value with its members in order, so that the engine writes all of it at once; what is in order already is not copied. */
function sort(value: unknown): unknown {
  if (typeof value === "number") return finite(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? sortElements(value) : sortMembers(value as Members);
}

type Members = Readonly<Record<string, unknown>>;

function sortElements(elements: readonly unknown[]): unknown {
  let copy: unknown[] | null = null;
  for (const [index, element] of elements.entries()) {
    const sorted = sort(element);
    if (sorted === UNSORTABLE) return UNSORTABLE;
    if (sorted === element) continue;
    copy ??= [...elements];
    copy[index] = sorted;
  }
  return copy ?? elements;
}

function sortMembers(members: Members): unknown {
  const names = Object.keys(members);
  const isSorted = areSorted(names);
  if (!isSorted) names.sort();
  const copy: Record<string, unknown> = {};
  let isSame = isSorted;
  for (const name of names) {
    if (ITS_OWN_ORDER.test(name)) return UNSORTABLE;
    const member = members[name];
    const sorted = sort(member);
    if (sorted === UNSORTABLE) return UNSORTABLE;
    if (sorted !== member) isSame = false;
    copy[name] = sorted;
  }
  return isSame ? members : copy;
}

function areSorted(names: readonly string[]): boolean {
  for (let index = 1; index < names.length; index++) if ((names[index - 1] ?? "") > (names[index] ?? "")) return false;
  return true;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new TypeError("canonical JSON has no NaN and no Infinity");
  return value;
}

/** Writes every value by itself. */
function spell(value: unknown): string {
  if (typeof value === "number") finite(value);
  if (Array.isArray(value)) return `[${value.map((element) => spell(element ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${spell(member)}`);
  return `{${members.join(",")}}`;
}
