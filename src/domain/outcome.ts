/** Why something was not used. `code` is stable, snake_case and safe to count; `detail` is a sentence for a person. */
export interface Rejection {
  readonly code: string;
  readonly detail: string;
}

/** Bad input is a value, a broken world is an exception. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: Rejection };

/** What was taken. */
export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** What was not, and why: see {@link Rejection}. */
export const reject = (code: string, detail: string): { readonly ok: false; readonly rejection: Rejection } => ({
  ok: false,
  rejection: { code, detail },
});

/** What somebody threw, in its own words. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
