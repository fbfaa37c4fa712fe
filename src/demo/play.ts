import type { Posting } from "./senders/posting.ts";
import { type Secrets, sign } from "./sign.ts";

export interface Stage {
  /** Address of the webhooks' listener, without a trailing slash. */
  readonly webhooks: string;
  readonly secrets: Secrets;
  /** Seconds since 1970. */
  nowS(): number;
  /** Waits between two postings: the time-lapse. */
  pause(): Promise<void>;
  /** Called after each posting. */
  progress(done: number, total: number, posting: Posting): void;
}

/**
 * Posts the story through the server's own signed webhooks, one after another.
 *
 * @returns how many the server accepted and how many it knew already
 * @throws Error if the server refuses one: the demo and the sources would not fit together
 */
export async function play(
  postings: readonly Posting[],
  stage: Stage,
): Promise<{ accepted: number; duplicates: number }> {
  const counts = { accepted: 0, duplicates: 0 };
  for (const [index, posting] of postings.entries()) {
    const { path, headers, body } = sign(posting, stage.secrets, stage.nowS());
    const response = await fetch(`${stage.webhooks}${path}`, { method: "POST", headers, body });
    const answer = await response.text();
    if (!response.ok)
      throw new Error(`the server refused a delivery of the demo from ${posting.source}: ${response.status} ${answer}`);
    if (answer.includes('"duplicate"')) counts.duplicates += 1;
    else counts.accepted += 1;
    stage.progress(index + 1, postings.length, posting);
    await stage.pause();
  }
  return counts;
}
