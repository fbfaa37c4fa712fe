import { type Static, Type } from "typebox";
import type { Actor, CorrelationKey } from "../../domain/event.ts";
import type { ToldTime } from "../../domain/time.ts";
import { automation, human, unknownActor } from "./actors.ts";
import { type Id, maybe } from "./shapes.ts";
import { firstSaid, said } from "./text.ts";
import { toldTime } from "./times.ts";

export const Text = maybe(Type.String());

export const User = Type.Object({ name: Text, username: Text });
export type User = Static<typeof User>;

export const Project = Type.Object({
  name: Text,
  path_with_namespace: Type.String({ minLength: 1 }),
  web_url: Text,
  default_branch: Text,
});
export type Project = Static<typeof Project>;

export const Commit = Type.Object({ id: Type.String(), message: Type.String(), timestamp: Text, url: Text });

/** What most events carry. */
export const common = { project: Project, user: maybe(User) };

/** GitLab writes times in four ways, all of which have a zone; one that has none is UTC. */
export const toldAt = (time: string | null | undefined): ToldTime | null => toldTime(time, "UTC");

const BOT = /^(?:project|group)_\d+_bot|^service_account_|(?:^|[-_.])bot$/;

/** Who did it: the tokens of projects and groups, service accounts and whoever is called a bot are automation. */
export function actorOf(user: User | null | undefined): Actor {
  const username = said(user?.username);
  const name = firstSaid(user?.name, username);
  if (name === undefined) return unknownActor();
  const identity = { vendor: "gitlab", id: username, name };
  return username !== undefined && BOT.test(username) ? automation(identity) : human(identity);
}

/** Ids are unique within one GitLab, so the project's own address stands before them. */
export function placeOf({ web_url, path_with_namespace }: Project): string {
  return firstSaid(web_url, path_with_namespace) ?? "";
}

/** `checkout` of `acme/shop/checkout`. */
export const shortName = ({ path_with_namespace }: Project) =>
  path_with_namespace.split("/").at(-1) ?? path_with_namespace;

/** `acme/checkout!12`. */
export const mergeRequestKey = ({ path_with_namespace }: Project, iid: Static<typeof Id>): CorrelationKey => ({
  type: "pr",
  value: `${path_with_namespace}!${iid}`,
});

/** `acme/checkout#12`. */
export const ticketKey = ({ path_with_namespace }: Project, iid: Static<typeof Id>): CorrelationKey => ({
  type: "ticket",
  value: `${path_with_namespace}#${iid}`,
});

export const commitKey = (sha: string): CorrelationKey => ({ type: "commit", value: sha });

/** A pipeline by its address: ids are unique within one GitLab only. */
export const runKey = (project: Project, pipeline: Static<typeof Id>): CorrelationKey => ({
  type: "run",
  value: `${placeOf(project)}/-/pipelines/${pipeline}`,
});

/** Some GitLab versions send keys and values with a blank at their end. */
export function withoutTrailingBlanks(value: unknown): unknown {
  if (typeof value === "string") return value.trimEnd();
  if (Array.isArray(value)) return value.map(withoutTrailingBlanks);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.trimEnd(), withoutTrailingBlanks(inner)]));
}
