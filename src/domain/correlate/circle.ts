import type { Actor } from "../event.ts";
import type { Person } from "../settings.ts";

/** People by the names that tools call them by: a chat's name, a login, a name with a host behind it. */
export class Circle {
  readonly #named: ReadonlyMap<string, string>;
  readonly #members = new Set<string>();
  readonly #people = new Set<string>();
  readonly #known = new Map<string, boolean>();

  constructor(people: readonly Person[]) {
    this.#named = new Map(people.flatMap(({ name, ids = [] }) => ids.map((id): [string, string] => [id, name])));
  }

  get size(): number {
    return this.#people.size;
  }

  enter(actor: Actor): void {
    if (actor.type === "automation") return;
    const [first] = this.#handlesOf(actor);
    if (first === undefined) return;
    this.#people.add(first);
    for (const handle of this.#handlesOf(actor)) this.#members.add(handle);
    this.#known.clear();
  }

  holds(actor: Actor): boolean {
    const handles = this.#handlesOf(actor);
    if (handles.length === 0) return actor.type !== "automation";
    return this.#known.getOrInsertComputed(handles.join(" "), () => handles.some((handle) => this.#isMember(handle)));
  }

  /** Whether a text that names people names this one: by a name of more than a few letters, or by a chat's id. */
  isNamed(actor: Actor, named: ReadonlySet<string>): boolean {
    const [person = ""] = this.#handlesOf(actor);
    const id = actor.id?.split(":").at(-1)?.toLowerCase() ?? "";
    return (person.length >= SHORTEST_NAME && named.has(person)) || named.has(id);
  }

  #isMember(handle: string): boolean {
    if (this.#members.has(handle)) return true;
    return [...this.#members].some(
      (member) =>
        Math.min(member.length, handle.length) >= SHORTEST_NAME &&
        (handle.startsWith(member) || member.startsWith(handle)),
    );
  }

  #handlesOf({ id, name }: Actor): readonly string[] {
    const called = (id === undefined ? undefined : this.#named.get(id)) ?? name ?? id;
    if (called === undefined) return [];
    const [person = called] = called.toLowerCase().split("@");
    return [person, ...person.split(" ").slice(0, 1)].map(plain).filter((handle) => handle !== "");
  }
}

/** A shorter name is no sign of a longer one. */
const SHORTEST_NAME = 4;
const plain = (name: string): string => name.replaceAll(/[^\p{L}\p{N}]/gu, "");
