import { byStart, type Happening, keyOf } from "./happening.ts";

/** A version inside a title: its numbers in order, what stands before it, and the title with a blank in its place. */
export interface Version {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly around: string;
  readonly before: string;
}

/** `v318`, `r77`, `release-12`, `4.12`, `4.12.1-rc2`: a bare number may count anything, a host or a region. */
const VERSION =
  /(?<![\w.])((?:[a-z]+[-/@])?v|r|(?:release|rel|version|build)[-/ #]|(?=\d+\.\d))(\d{1,9}(?:\.\d{1,9}){0,2})(?:-(?:rc|beta|alpha)\.?(\d{1,6}))?(?![\w.])/i;

/** The version that a title names first. Null where it names none. */
export function versionIn(title: string): Version | null {
  const found = VERSION.exec(title);
  if (!found) return null;
  const [name, prefix = "", numbers = "", candidate] = found;
  return {
    name,
    numbers: [...numbers.split(".").map(Number), ...(candidate === undefined ? [] : [Number(candidate)])],
    around: `${title.slice(0, found.index)}${prefix} ${title.slice(found.index + name.length)}`.toLowerCase(),
    before: title.slice(0, found.index).trim(),
  };
}

/** Whether it is an older version of the same: both titles differ in the version alone, and its numbers are lower. */
export function isOlder(version: Version, than: Version): boolean {
  if (version.around !== than.around || version.numbers.length !== than.numbers.length) return false;
  const at = version.numbers.findIndex((number, index) => number !== than.numbers[index]);
  return at >= 0 && (version.numbers[at] ?? 0) < (than.numbers[at] ?? 0);
}

/**
 * Finds the deployments that put back what ran before: an older version than the one deployed last to the same place, or a commit that was
 * there before it. A repeated deployment of what runs is none.
 *
 * @param deployments in any order
 */
export function putBack(deployments: readonly Happening[]): Happening[] {
  const places = Map.groupBy([...deployments].sort(byStart), ({ event: { service, names, environment } }) => {
    return [service ?? names[0] ?? "", environment ?? ""].join("\n");
  });
  return [...places.values()].flatMap((row) => {
    const running = row.map(whatRuns);
    return row.filter((one, index) => one.kind === "change" && puts(running, index));
  });
}

/** So many earlier deployments are compared: a busy pipeline must not make drafting slow. */
const LOOKED_BACK = 20;

/** What runs after a deployment. */
interface Running {
  readonly version: Version | null;
  readonly commit: string | undefined;
}

function whatRuns({ event }: Happening): Running {
  return { version: versionIn(event.title), commit: keyOf(event, "commit") };
}

/** Whether a deployment of a place puts back what ran there before it. */
function puts(running: readonly Running[], place: number): boolean {
  const [one, last] = [running[place], running[place - 1]];
  if (!one || !last) return false;
  if (one.version && last.version && isOlder(one.version, last.version)) return true;
  if (one.commit === undefined || one.commit === last.commit) return false;
  for (let earlier = place - 1; earlier >= Math.max(0, place - LOOKED_BACK); earlier--) {
    if (running[earlier]?.commit === one.commit) return true;
  }
  return false;
}
