/** Whether a happening stands on the timeline, and by which rule: a name, a colon, a sentence. */
export interface Verdict {
  readonly shown: boolean;
  readonly reason: string;
}

export const show = (reason: string): Verdict => ({ shown: true, reason });
export const log = (reason: string): Verdict => ({ shown: false, reason });
