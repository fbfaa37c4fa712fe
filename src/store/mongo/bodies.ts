import { Binary } from "mongodb";
import { sha256 } from "../../domain/hash.ts";
import type { Documents, Stored } from "./documents.ts";
import { nameOf } from "./names.ts";

/** A document may have 16 MiB; this leaves room for its other fields. */
const MOST_INLINE = 12 * 1024 * 1024;

/** Begins the names of parts that one document has for itself. */
const OWNED = "own:";

/** A part that a document names is not there. */
export class PartMissing extends Error {}

interface Parts {
  readonly partsOf: string;
  readonly parts: number;
}

/** The fields that hold a body: the body itself, or the name and number of the parts that it lies in. */
export type BodyFields = { readonly body: string | Binary } | Parts;

/** A place in a log. */
export interface Place {
  readonly log: string;
  readonly n: number;
}

/** A document, or those of its fields that say where its body lies. */
type Located = Partial<Readonly<Record<"_id" | "body" | "partsOf" | "parts", unknown>>>;

/** The names of the parts that a document names. */
export function namesOfParts({ partsOf, parts }: Located): string[] {
  return partsOf === undefined ? [] : Array.from({ length: Number(parts) }, (_, part) => `${String(partsOf)}:${part}`);
}

/**
 * Texts and bytes of any length. One that is too large for a document lies in parts. They are named by their content and inserted before
 * the document that names them: whoever sees that document sees all parts; a crash before it leaves parts that nobody names, and that the
 * repeat finds there. Two writers of the same content write the same parts.
 */
export class Bodies {
  readonly #parts: Documents;
  readonly #most: number;

  /** @param most bytes that a document takes; a part has so many, too */
  constructor(parts: Documents, most: number = MOST_INLINE) {
    this.#parts = parts;
    this.#most = most;
  }

  /** @param owner what alone uses the parts, so that they can be deleted with it; of an entry of a log its place */
  async put(text: string, owner?: Place): Promise<BodyFields> {
    return Buffer.byteLength(text) <= this.#most ? { body: text } : await this.#putParts(Buffer.from(text), owner);
  }

  /** @param owner see {@link put} */
  async putBytes(bytes: Uint8Array, owner?: string | Place): Promise<BodyFields> {
    return bytes.byteLength <= this.#most ? { body: new Binary(bytes) } : await this.#putParts(bytes, owner);
  }

  /** Deletes the parts of documents that own theirs; those of others may be shared, and stay. */
  async deleteOwned(documents: readonly Located[]): Promise<void> {
    await this.deleteAll(documents.filter(({ partsOf }) => String(partsOf).startsWith(OWNED)));
  }

  /** Deletes the parts of documents; nobody else MUST use them. */
  async deleteAll(documents: readonly Located[]): Promise<void> {
    await this.deleteParts(documents.flatMap(namesOfParts));
  }

  async get(document: Stored): Promise<string> {
    const { body } = document;
    return typeof body === "string" ? body : Buffer.from(await this.getBytes(document)).toString("utf8");
  }

  async getBytes({ body, partsOf, parts }: Stored): Promise<Uint8Array> {
    if (body instanceof Binary) return body.value();
    const pieces: Uint8Array[] = [];
    for (let part = 0; part < Number(parts); part += 1) {
      const piece = await this.#parts.readOne(`${String(partsOf)}:${part}`);
      if (!(piece?.["bytes"] instanceof Binary))
        throw new PartMissing(
          `Part ${part} of ${String(partsOf)} is missing: the database was changed by other hands.`,
        );
      pieces.push(piece["bytes"].value());
    }
    return Buffer.concat(pieces);
  }

  /** The parts that were written for places of a log up to one, by those places. What versions of before wrote does not say its place, and is not among them. */
  async placed({ log, n }: Place): Promise<ReadonlyMap<number, readonly string[]>> {
    const parts = await this.#parts.read({ log, n: { $lt: n + 1 } }, { only: ["n"] });
    const byPlace = Map.groupBy(parts, (part) => Number(part["n"]));
    return new Map([...byPlace].map(([place, those]) => [place, those.map(({ _id }) => _id)]));
  }

  /** Deletes parts by their names. */
  async deleteParts(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#parts.delete({ _id: { $in: [...names] } });
  }

  async #putParts(bytes: Uint8Array, owner?: string | Place): Promise<Parts> {
    const place = typeof owner === "object" ? owner : null;
    const name = place ? `${place.log}:${place.n}` : owner;
    const partsOf = name === undefined ? sha256(bytes) : OWNED + nameOf(String(name), sha256(bytes));
    const parts = Math.ceil(bytes.byteLength / this.#most);
    for (let part = 0; part < parts; part += 1) {
      const piece = bytes.subarray(part * this.#most, (part + 1) * this.#most);
      await this.#parts.insert({ _id: `${partsOf}:${part}`, ...place, bytes: new Binary(piece) });
    }
    return { partsOf, parts };
  }
}
