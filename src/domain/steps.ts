/** Work in steps: whoever runs it may do something else between two of them. What it makes does not depend on that. */
export type Steps<T> = Generator<void, T, void>;

/** Runs all steps, one after the other. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
