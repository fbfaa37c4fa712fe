import { type Static, Type } from "typebox";
import type { Actor, CorrelationKey } from "../../domain/event.ts";
import type { ToldTime } from "../../domain/time.ts";
import { automation, human, unknownActor } from "./actors.ts";
import { Id, maybe } from "./shapes.ts";
import { toldEpoch, toldTime } from "./times.ts";

/** GitHub writes the same field as seconds since 1970 in one event type and as text in another. */
export const Time = maybe(Type.Union([Type.String(), Type.Number()]));
export const Text = maybe(Type.String());

export const User = Type.Object({ login: Type.String({ minLength: 1 }), type: Text });
export type User = Static<typeof User>;

export const Repository = Type.Object({
  full_name: Type.String({ minLength: 1 }),
  html_url: Text,
  default_branch: Text,
  pushed_at: Time,
});
export type Repository = Static<typeof Repository>;

/** What every event of a repository carries. */
export const common = { action: Text, repository: Repository, sender: maybe(User) };

export const Run = Type.Object({ id: Id, run_attempt: maybe(Type.Integer()), html_url: Text });
export type Run = Static<typeof Run>;

/** GitHub writes times as texts and, in pushes, as seconds since 1970. */
export function toldAt(time: string | number | null | undefined): ToldTime | null {
  return typeof time === "number" ? toldEpoch(time, "s") : toldTime(time, "UTC");
}

/** The first user that the payload names. */
export function actorOf(...users: readonly (User | null | undefined)[]): Actor {
  const user = users.find((candidate) => candidate);
  if (!user) return unknownActor();
  const identity = { vendor: "github", id: user.login, name: user.login };
  return user.type === "Bot" || user.login.endsWith("[bot]") ? automation(identity) : human(identity);
}

/** `checkout` of `acme/checkout`. */
export const shortName = ({ full_name }: Repository) => full_name.split("/").at(-1) ?? full_name;

/** `acme/checkout#12`. */
export const pullRequestKey = ({ full_name }: Repository, number: string | number): CorrelationKey => ({
  type: "pr",
  value: `${full_name}#${number}`,
});

export const commitKey = (sha: string): CorrelationKey => ({ type: "commit", value: sha });

/** One attempt of one workflow run. */
export const runKey = ({ full_name }: Repository, { id, run_attempt }: Run): CorrelationKey => ({
  type: "run",
  value: `${full_name}/runs/${id}/attempts/${run_attempt ?? 1}`,
});
