import type { Sighting, ToldEvent } from "../domain/event.ts";
import type { NewSighting } from "./store.ts";

/**
 * A sighting that holds its event as the JSON alone. Of a batch that waits to be stored the garbage collector copies what is held again and again: a text
 * costs it a tenth of the objects that it tells of. `event` reads them anew at each call.
 */
export class WrittenSighting implements NewSighting {
  readonly key: string;
  readonly json: string;
  readonly content: string;
  readonly delivery: string;
  readonly source: string;
  readonly receivedAt: number;
  declare readonly sentAt?: number;

  constructor({ event, json = JSON.stringify(event), content, delivery, source, receivedAt, sentAt }: NewSighting) {
    this.key = event.key;
    this.json = json;
    this.content = content;
    this.delivery = delivery;
    this.source = source;
    this.receivedAt = receivedAt;
    if (sentAt !== undefined) this.sentAt = sentAt;
  }

  get event(): ToldEvent {
    return JSON.parse(this.json) as ToldEvent;
  }
}

/** What a store keeps of a sighting: nothing that is only known beside it. */
export function toSighting({ event, content, sentAt, delivery, source, receivedAt }: NewSighting): Sighting {
  const told = sentAt === undefined ? {} : { sentAt };
  return { event, content, ...told, delivery, source, receivedAt };
}
