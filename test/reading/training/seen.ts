import { Course } from "../../../src/domain/draft/weigh/course.ts";
import { type Remark, remarkOf, type Signal } from "../../../src/domain/draft/weigh/remark.ts";
import { addContextSigns } from "../../../src/domain/draft/weigh/signs.ts";
import type { OpsEvent } from "../../../src/domain/event.ts";
import type { Gist, Reading } from "../../../src/domain/reading.ts";
import { instantOf } from "../../../src/domain/time.ts";
import { ENGLISH } from "../../../src/reading/english/english.ts";
import { createReader } from "../../../src/reading/read.ts";
import { openLexicon } from "../../../src/reading/trained/lexicon.ts";
import { addTextSigns } from "../../../src/reading/trained/signs.ts";
import { openVocabulary } from "../../../src/reading/trained/vocabulary.ts";
import { wordsWithSorts } from "../../../src/reading/trained/words.ts";
import { SignNames } from "../../domain/sign-names.ts";
import type { Chat, Message } from "./corpus.ts";

/** A message of the corpus with what the reader looks at in it. */
export interface Seen {
  readonly message: Message;
  readonly ruled: Reading;
  readonly signs: readonly string[];
}

const read = createReader();
const vocabulary = openVocabulary(openLexicon(ENGLISH.lexicon), ENGLISH.common);

export function see(message: Message): Seen {
  const ruled = read(eventOf(message));
  const signs = new SignNames();
  addTextSigns(
    signs,
    wordsWithSorts(message.say).map((word) => vocabulary.of(word)),
    ruled,
  );
  return { message, ruled, signs: signs.names };
}

function eventOf({ at, who, say, channel }: Message): OpsEvent {
  return {
    key: `corpus:${at}:${who}`,
    kind: "message",
    action: "posted",
    title: say,
    text: say,
    occurredAt: instantOf(at),
    sentAt: null,
    precision: "s",
    zoneAssumed: false,
    actor: { type: "human", id: who, name: who },
    severity: null,
    channel: { id: channel ?? "", name: channel ?? "" },
    correlation: [],
    links: [],
    marks: [],
  } as unknown as OpsEvent;
}

/** The signs of a chat's messages in their surroundings, in the order of the messages. */
export function seeAround(chat: Chat, gists: readonly Gist[]): string[][] {
  const remarks = chat.messages.map((message, index): Remark => {
    const { at, who, thread = false, channel = "" } = message;
    return remarkOf(gists[index] as Gist, { at: instantOf(at), who, reply: thread, channel });
  });
  const signals = chat.signals.map(({ at, is }): Signal => ({ at: instantOf(at), kind: is }));
  const course = new Course(remarks, signals);
  return remarks.map((_, index) => {
    const signs = new SignNames();
    addContextSigns(signs, index, course);
    return signs.names;
  });
}
