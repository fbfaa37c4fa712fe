/** Something in a configuration that a person has to mend (or, as a warning, should look at). Never holds a secret. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Where in the configuration: `sources[0].auth[1].bearer`; empty for the whole file. */
  readonly key: string;
  /** What is wrong, without a full stop. */
  readonly what: string;
  /** What to do about it, without a full stop. */
  readonly remedy: string;
}

/** A step into a configuration: a member's name or an element's number. */
export type Path = readonly (string | number)[];

/** What a check found, before it is known where in the file it stands. */
export interface Finding {
  readonly path: Path;
  readonly what: string;
  readonly remedy: string;
}

/** `sources[0].auth[1].bearer` */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** `team.yaml:12:5: sources[0].kind: what is wrong. Remedy.` */
export function formatProblem(file: string, { line, column, key, what, remedy }: Problem): string {
  return `${file}:${line}:${column}: ${key === "" ? "" : `${key}: `}${what}. ${remedy}.`;
}
