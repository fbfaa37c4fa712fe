const USUAL = /^(?:main|master|trunk|production|prod|live|stable)$|^(?:releases?|hotfix)[/-]/;

/** Whether what happens on a branch reaches the users: the default branch, or one that is named like a line of releases. */
export function isMainline(branch: string | null | undefined, defaultBranch: string | null | undefined): boolean {
  if (!branch) return false;
  return branch === defaultBranch || USUAL.test(branch);
}

/** A branch, a tag or a commit as people call it: without `refs/heads/`, a full hash cut to seven digits. */
export function refName(ref: string): string {
  const name = ref.replace(/^refs\/(?:heads|tags)\//, "");
  return /^[0-9a-f]{40}$/.test(name) ? name.slice(0, 7) : name;
}

/** Whether a change takes an earlier one back. Reverting a revert brings the change again, so it does not count. */
export function isRevert(title: string | undefined): boolean {
  return title !== undefined && /^(?:revert\b|roll ?back\b)(?!:? *"revert\b)/i.test(title);
}

const MERGE = /^Merge (?:pull request|branch|remote-tracking branch|tag) /;

interface Commit {
  readonly message: string;
}

/** The first line of a commit's message; of a merge commit the title of what it merges, where its message tells that. */
export function subjectOf({ message }: Commit): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const [first = "", second] = lines;
  return MERGE.test(first) && second !== undefined ? second : first;
}

/** What a push is about: its commits except for bare merges, in their order; the head alone if there is nothing else. */
export function subjectsOf(commits: readonly Commit[], head: Commit | null | undefined): string[] {
  const subjects = commits.map(subjectOf).filter((subject) => subject !== "" && !MERGE.test(subject));
  if (subjects.length > 0) return [...new Set(subjects)];
  return head ? [subjectOf(head)] : [];
}

/** One line for a push: the latest subject, the branch, and how many commits there are. */
export function pushTitle(subjects: readonly string[], branch: string, commits: number): string {
  const count = commits > 1 ? `, ${commits} commits` : "";
  return `${subjects.at(-1) ?? "push"} (${branch}${count})`;
}
