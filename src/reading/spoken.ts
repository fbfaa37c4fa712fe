import type { OpsEvent } from "../domain/event.ts";
import type { Alike, Gist, Reading, Seconding } from "../domain/reading.ts";
import type { Remark } from "../domain/remark.ts";
import { alikeOf } from "./alike.ts";
import type { Language } from "./language.ts";
import { plainText } from "./plain-text.ts";
import { beganAt, datedIn, remarkableIn, remarksOf } from "./remarks.ts";
import { thingsIn } from "./things.ts";
import type { Gister } from "./trained/gist.ts";

/** What a reader goes by. */
export interface Means {
  readonly language: Language;
  readonly takeGist: Gister;
}

/** A reading as it is kept of each event: what costs more than the rules is looked for when it is asked for. */
export class Told implements Reading {
  readonly kind: Reading["kind"];
  readonly declares: boolean;
  readonly reports: boolean;
  readonly echoes: boolean;
  readonly certain: boolean;
  readonly reason: string;
  declare readonly numbered?: NonNullable<Reading["numbered"]>;
  declare readonly small?: true;
  declare readonly takesOn?: true;
  declare readonly statement?: string;
  declare readonly happenedAt?: NonNullable<Reading["happenedAt"]>;
  declare readonly means?: NonNullable<Reading["means"]>;
  declare readonly sure?: true;
  declare readonly slight?: true;
  declare readonly among?: NonNullable<Reading["among"]>;
  protected readonly event: OpsEvent;
  protected readonly by: Means;
  /** The sentences that may tell when trouble began. */
  readonly #dated: readonly string[];
  /** Those that may remark on something. */
  readonly #remarkable: readonly string[];
  #remarks: readonly Remark[] | undefined;

  constructor(ruled: Reading, sentences: readonly string[], event: OpsEvent, by: Means) {
    this.kind = ruled.kind;
    this.declares = ruled.declares;
    this.reports = ruled.reports;
    this.echoes = ruled.echoes;
    this.certain = ruled.certain === true;
    this.reason = ruled.reason;
    if (ruled.numbered !== undefined) this.numbered = ruled.numbered;
    if (ruled.small !== undefined) this.small = ruled.small;
    if (ruled.takesOn !== undefined) this.takesOn = ruled.takesOn;
    if (ruled.statement !== undefined) this.statement = ruled.statement;
    if (ruled.happenedAt !== undefined) this.happenedAt = ruled.happenedAt;
    if (ruled.means !== undefined) this.means = ruled.means;
    if (ruled.sure !== undefined) this.sure = ruled.sure;
    if (ruled.slight !== undefined) this.slight = ruled.slight;
    if (ruled.among !== undefined) this.among = ruled.among;
    this.event = event;
    this.by = by;
    this.#dated = datedIn(sentences, by.language);
    this.#remarkable = remarkableIn(sentences, by.language);
  }

  beganAt(): number | undefined {
    return beganAt(this.#dated, this.event, this.by.language);
  }

  things(): readonly string[] {
    const { kind, title, text } = this.event;
    return thingsIn(text === undefined || kind === "message" ? (text ?? title) : `${title}\n${text}`, this.by.language);
  }

  remarks(): readonly Remark[] {
    this.#remarks ??= remarksOf(this.#remarkable, this.by.language);
    return this.#remarks;
  }
}

/** A count is short. */
const LONGEST_COUNT = 80;

/** What a person told: its gist can be taken. */
export class Spoken extends Told {
  readonly #text: string;
  #gist: Gist | undefined;

  constructor(text: string, ruled: Reading, sentences: readonly string[], event: OpsEvent, by: Means) {
    super(ruled, sentences, event, by);
    this.#text = text;
  }

  speaksFor(): string | null {
    return this.by.language.speaksFor.exec(this.#text)?.[1] ?? null;
  }

  alike(): Alike | null {
    return alikeOf(this.#text, this.by.language);
  }

  seconds(): Seconding | null {
    const { seconds } = this.by.language;
    if (seconds?.meets.test(this.#text)) return "meets";
    if (seconds?.agrees.test(this.#text)) return "agrees";
    return seconds?.confirms.test(this.#text) ? "confirms" : null;
  }

  points(): boolean {
    return this.by.language.points.test(this.#text);
  }

  sumsUp(): boolean {
    return this.by.language.sumsUp.test(this.#text);
  }

  saysFailed(): boolean {
    return this.by.language.failed.test(this.#text);
  }

  counts(): boolean {
    const text = this.#text;
    return text.length <= LONGEST_COUNT && /\d/.test(text) && this.by.language.counts.test(plainText(text).trim());
  }

  gist(): Gist {
    this.#gist ??= this.by.takeGist(this.#text, this);
    return this.#gist;
  }
}
