/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 * A member whose value is `undefined` is left out, as JSON.stringify does. The same value gives the same bytes, always.
 *
 * @throws TypeError for a number that JSON cannot say (NaN, Infinity)
 */
export function canonicalJson(value: unknown): string {
  const sorted = sort(value, new Map());
  return sorted === UNSORTABLE ? spell(value) : JSON.stringify(sorted);
}

/** An engine keeps members in the order in which they were set, except those that look like indices; and one name sets no member. */
const UNSORTABLE = Symbol("unsortable");
const ITS_OWN_ORDER = /^(?:\d+|__proto__)$/;

/** The same value with its members in order, so that the engine writes all of it at once; what is in order already is not copied. */
function sort(value: unknown, orders: Orders): unknown {
  if (typeof value === "number") return finite(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? sortElements(value, orders) : sortMembers(value as Members, orders);
}

type Members = Readonly<Record<string, unknown>>;

function sortElements(elements: readonly unknown[], orders: Orders): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    const sorted = sort(element, orders);
    if (sorted === UNSORTABLE) return UNSORTABLE;
    if (sorted === element) continue;
    copy ??= [...elements];
    copy[index] = sorted;
  }
  return copy ?? elements;
}

function sortMembers(members: Members, orders: Orders): unknown {
  const order = orderOf(Object.keys(members), orders);
  if (!order.blank) return UNSORTABLE;
  let copy: Record<string, unknown> | null = order.isSorted ? null : { ...order.blank, ...members };
  for (const name of order.given) {
    const member = members[name];
    if (typeof member === "number") finite(member);
    if (typeof member !== "object" || member === null) continue;
    const sorted = sort(member, orders);
    if (sorted === UNSORTABLE) return UNSORTABLE;
    if (sorted === member) continue;
    copy ??= { ...members };
    copy[name] = sorted;
  }
  return copy ?? members;
}

/** How the members of an object are sorted that has just these names, in this order. */
interface Order {
  readonly given: readonly string[];
  /** An object with the sorted names, to be filled at once; null where the engine would not keep their order. */
  readonly blank: Members | null;
  readonly isSorted: boolean;
}

/** The orders found so far, by the number of names, the last found first: a value has many objects, and few sorts of them. */
type Orders = Map<number, Order[]>;

const MOST_ORDERS = 12;

function orderOf(given: readonly string[], orders: Orders): Order {
  const alike = orders.get(given.length) ?? [];
  for (const order of alike) if (areSame(order.given, given)) return order;
  const sorted = given.toSorted();
  const blank = given.some((name) => ITS_OWN_ORDER.test(name)) ? null : blankOf(sorted);
  const order = { given, blank, isSorted: areSame(sorted, given) };
  orders.set(given.length, [order, ...alike.slice(0, MOST_ORDERS - 1)]);
  return order;
}

function blankOf(names: readonly string[]): Members {
  const blank: Record<string, undefined> = {};
  for (const name of names) blank[name] = undefined;
  return blank;
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
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
