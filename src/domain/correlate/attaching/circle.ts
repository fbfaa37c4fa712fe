import type { Actor } from "../../event.ts";
import type { Person } from "../../settings.ts";

/** An actor as a tool tells of them, looked up once: the same object whenever a tool tells of the same. */
export interface Known {
  /** The names to know them by, the whole one first. */
  readonly handles: readonly string[];
  readonly chatId: string;
  isEntered: boolean;
  /** Whether the circle holds them; undefined while nobody asked since somebody entered. */
  isHeld: boolean | undefined;
}

/** People by the names that tools call them by: a chat's name, a login, a name with a host behind it. */
export class Circle {
  readonly #named: ReadonlyMap<string, string>;
  readonly #members = new Set<string>();
  readonly #people = new Set<string>();
  /** By id, then by name. */
  readonly #known = new Map<string | undefined, Map<string | undefined, Known>>();
  readonly #asked: Known[] = [];

  constructor(people: readonly Person[]) {
    this.#named = new Map(people.flatMap(({ name, ids = [] }) => ids.map((id): [string, string] => [id, name])));
  }

  get size(): number {
    return this.#people.size;
  }

  /** @param known what {@link know} says of the actor: for who asks more than once */
  enter(actor: Actor, known = this.know(actor)): void {
    if (actor.type === "automation") return;
    const first = known.handles[0];
    if (known.isEntered || first === undefined) return;
    known.isEntered = true;
    this.#people.add(first);
    for (const handle of known.handles) this.#members.add(handle);
    for (const asked of this.#asked.splice(0)) asked.isHeld = undefined;
  }

  holds(actor: Actor, known = this.know(actor)): boolean {
    if (known.handles.length === 0) return actor.type !== "automation";
    if (known.isHeld === undefined) {
      known.isHeld = known.handles.some((handle) => this.#isMember(handle));
      this.#asked.push(known);
    }
    return known.isHeld;
  }

  /** Whether a text that names people names this one: by a name of more than a few letters, or by a chat's id. */
  isNamed({ handles, chatId }: Known, isNamed: (name: string) => boolean): boolean {
    const person = handles[0] ?? "";
    return (person.length >= SHORTEST_NAME && isNamed(person)) || isNamed(chatId);
  }

  #isMember(handle: string): boolean {
    if (this.#members.has(handle)) return true;
    return [...this.#members].some(
      (member) =>
        Math.min(member.length, handle.length) >= SHORTEST_NAME &&
        (handle.startsWith(member) || member.startsWith(handle)),
    );
  }

  know(actor: Actor): Known {
    const { id, name } = actor;
    let ofId = this.#known.get(id);
    if (!ofId) {
      ofId = new Map();
      this.#known.set(id, ofId);
    }
    let known = ofId.get(name);
    if (!known) {
      known = { handles: this.#handlesOf(actor), chatId: chatIdOf(actor), isEntered: false, isHeld: undefined };
      ofId.set(name, known);
    }
    return known;
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
const chatIdOf = ({ id }: Actor): string => id?.split(":").at(-1)?.toLowerCase() ?? "";
