import { Type } from "typebox";
import { automation } from "./actors.ts";
import { isMainline } from "./branches.ts";
import type { SourceContext } from "./define.ts";
import { actorOf, commitKey, common, Text, Time, toldAt } from "./github-shapes.ts";
import { linksTo } from "./links.ts";
import { Id, ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, firstSaid, oneLine, said } from "./text.ts";

const FAILURES: ReadonlySet<string> = new Set(["failure", "timed_out", "startup_failure", "error"]);
const DEPLOYS = /\b(?:deploy|delivery|rollout|release)/i;

/**
 * What a check of another system says to a timeline: that it failed on a branch that reaches the users, or that a deployment
 * which reports itself as a check went through. All else is noise.
 */
function verdictOf(name: string, conclusion: string, mainline: boolean): "failed" | "succeeded" | undefined {
  if (!mainline) return undefined;
  if (FAILURES.has(conclusion)) return "failed";
  return conclusion === "success" && DEPLOYS.test(name) ? "succeeded" : undefined;
}

const CheckRun = Type.Object({
  id: Id,
  name: Type.String(),
  head_sha: Text,
  conclusion: Text,
  completed_at: Time,
  html_url: Text,
  details_url: Text,
  output: maybe(Type.Object({ title: Text, summary: Text })),
  app: maybe(Type.Object({ slug: Text, name: Text })),
  check_suite: maybe(Type.Object({ head_branch: Text })),
});

/** The checks that GitHub's own Actions make are left out: `workflow_run` tells of the same run, with its attempt. */
const checkRun: Reader<SourceContext> = reader(
  Type.Object({ ...common, check_run: CheckRun }),
  ({ action, repository, check_run: run }) => {
    const conclusion = run.conclusion ?? "";
    const verdict = verdictOf(
      run.name,
      conclusion,
      isMainline(run.check_suite?.head_branch, repository.default_branch),
    );
    const byActions = run.app?.slug === "github-actions";
    if (action !== "completed" || verdict === undefined || byActions) return ignore(`check_run.${action}`);
    return tell({
      key: `v1:check_run:${run.id}:${conclusion}`,
      kind: "change",
      action: verdict,
      actor: automation({ vendor: "github", id: run.app?.slug, name: run.app?.name }),
      told: toldAt(run.completed_at),
      names: [repository.full_name],
      title: oneLine(run.name),
      text: beyond(run.name, firstSaid(run.output?.title, run.output?.summary)),
      correlation: run.head_sha ? [commitKey(run.head_sha)] : [],
      links: linksTo({ check: run.html_url, details: run.details_url }),
    });
  },
);

const status: Reader<SourceContext> = reader(
  Type.Object({
    ...common,
    id: Id,
    sha: Type.String(),
    state: Type.String(),
    context: Text,
    description: Text,
    target_url: Text,
    created_at: Time,
    branches: maybe(Type.Array(Type.Object({ name: Type.String() }))),
  }),
  ({ id, sha, state, context, description, target_url, created_at, branches, repository, sender }) => {
    const name = said(context) ?? "status";
    const mainline = (branches ?? []).some((branch) => isMainline(branch.name, repository.default_branch));
    const verdict = verdictOf(name, state, mainline);
    if (verdict === undefined) return ignore(`status.${state}`);
    return tell({
      key: `v1:status:${id}`,
      kind: "change",
      action: verdict,
      actor: actorOf(sender),
      told: toldAt(created_at),
      names: [repository.full_name],
      title: oneLine(name),
      text: beyond(name, description),
      correlation: [commitKey(sha)],
      links: linksTo({ target: target_url }),
    });
  },
);

export const checkReaders: Readonly<Record<string, Reader<SourceContext>>> = { check_run: checkRun, status };
