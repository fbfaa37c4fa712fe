import { type Static, Type } from "typebox";
import type { CorrelationKey, EventKind } from "../../domain/event.ts";
import { automation, human, unknownActor } from "./actors.ts";
import { type Envelope, factsOf, toldBy } from "./cloudevents-envelope.ts";
import { linksTo } from "./links.ts";
import { severityOf } from "./severity.ts";
import { ignore, maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, distinct, firstSaid, oneLine, said } from "./text.ts";
import { toldTime } from "./times.ts";

const Text = maybe(Type.String());
const Named = maybe(Type.Object({ id: Text, name: Text }));

const Content = Type.Object({
  description: Text,
  environment: Named,
  service: Named,
  repository: Named,
  pipelineRun: Named,
  artifactId: Text,
  name: Text,
  pipelineName: Text,
  taskName: Text,
  outcome: Text,
  errors: Text,
  summary: Text,
  priority: Text,
  decision: Text,
  status: Text,
  creator: Text,
  updatedBy: Text,
  responder: Text,
  user: Text,
  uri: Text,
  url: Text,
  approvalDetailsUrl: Text,
});
type Content = Static<typeof Content>;

const CDEvent = Type.Object({
  context: Type.Object({ timestamp: Text }),
  subject: Type.Object({ id: Type.String({ minLength: 1 }), source: Text, content: maybe(Content) }),
});

/** Subject and predicate of `dev.cdevents.service.deployed.0.3.0`; versions come and go. */
const TYPE = /^dev\.cdevents\.([a-z]+)\.([a-z]+)\./;

/** Which lifecycle a subject's id names; the others have none. */
const LIFECYCLES: Readonly<Record<string, string | undefined>> = {
  incident: "incident",
  pipelinerun: "run",
  taskrun: "run",
};

const KINDS: Readonly<Record<string, EventKind>> = { incident: "incident", ticket: "ticket" };

const ACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "incident.detected": "declared",
    "incident.reported": "declared",
    "incident.resolved": "resolved",
    "service.deployed": "succeeded",
    "service.upgraded": "succeeded",
    "service.rolledback": "rolled_back",
    "service.removed": "updated",
    "service.published": "released",
    "environment.created": "updated",
    "environment.modified": "updated",
    "environment.deleted": "updated",
    "pipelinerun.queued": "queued",
    "pipelinerun.started": "started",
    "pipelinerun.finished": "finished",
    "taskrun.started": "started",
    "taskrun.finished": "finished",
    "change.merged": "merged",
    "artifact.published": "released",
    "ticket.created": "opened",
    "ticket.updated": "updated",
    "ticket.closed": "closed",
    "approval.created": "queued",
    "approval.closed": "updated",
  }),
);

const OUTCOMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    success: "succeeded",
    failure: "failed",
    error: "failed",
    cancel: "cancelled",
    cancelled: "cancelled",
  }),
);

function actorOf(subject: string, predicate: string, { creator, updatedBy, responder, user }: Content) {
  if (subject === "ticket" || subject === "approval") {
    const name = firstSaid(updatedBy, responder, creator)?.replace(/^urn:user:/, "");
    return name === undefined ? unknownActor() : human({ vendor: "cdevents", name });
  }
  if (predicate === "reported") return unknownActor();
  return automation({ vendor: "cdevents", name: user });
}

/** `myapp` of `pkg:oci/myapp@sha256:…`. */
function artifactName(purl: string | undefined): string | undefined {
  if (!purl?.startsWith("pkg:")) return purl;
  const [path = ""] = purl.split(/[?#@]/, 1);
  return path.split("/").at(-1);
}

const VERBS: Readonly<Record<string, string>> = {
  "service.removed": "removed",
  "environment.created": "created",
  "environment.modified": "modified",
  "environment.deleted": "deleted",
};

function titleOf(subject: string, predicate: string, id: string, content: Content): string {
  const { pipelineName, taskName, name, summary, description, decision, status, environment } = content;
  if (subject === "incident") return firstSaid(description) ?? `Incident ${id}`;
  if (subject === "ticket") return firstSaid(summary) ?? `Ticket ${id}`;
  if (subject === "approval") return `Approval ${id}: ${firstSaid(decision, status) ?? "asked for"}`;
  const called = firstSaid(pipelineName, taskName, name) ?? (subject === "artifact" ? artifactName(id) : id);
  const where = firstSaid(environment?.name, environment?.id);
  const verb = VERBS[`${subject}.${predicate}`];
  const words = { pipelinerun: "Pipeline", taskrun: "Task", service: "Service", environment: "Environment" }[subject];
  const what = `${words ?? `${subject[0]?.toUpperCase()}${subject.slice(1)}`} ${called}`;
  return `${what}${verb ? ` ${verb}` : ""}${where && subject === "service" ? ` in ${where}` : ""}`;
}

function textOf(title: string, { description, errors, artifactId }: Content): string | undefined {
  const artifact = said(artifactId);
  return beyond(
    title,
    distinct([description, errors, artifact && `Artifact: ${artifact}`].filter((part) => part !== title)).join("\n"),
  );
}

/** The names under which other events know the same thing. Ids are unique within the place that gave them. */
function keysOf(subject: string, place: string, id: string, { pipelineRun }: Content): CorrelationKey[] {
  const type = { ...LIFECYCLES, ticket: "ticket", change: "pr" }[subject];
  const run = said(pipelineRun?.id);
  return [
    ...(type ? [{ type, value: `${place}#${id}` }] : []),
    ...(run === undefined ? [] : [{ type: "run", value: `${place}#${run}` }]),
  ];
}

function whereabouts(subject: string, id: string, { name, service, environment, repository, artifactId }: Content) {
  const isEnvironment = subject === "environment";
  return {
    service: subject === "service" ? id : firstSaid(service?.name, service?.id),
    names: distinct([repository?.name, repository?.id, artifactName(said(artifactId))]),
    environment: isEnvironment ? firstSaid(name, id) : firstSaid(environment?.name, environment?.id),
  };
}

/** CDEvents, bare or as the data of a CloudEvent: the types that say something to a timeline. */
const known = (subject: string, predicate: string, step: string): Reader<Envelope> =>
  reader(CDEvent, ({ context, subject: about }, envelope) => {
    const content = about.content ?? {};
    const place = firstSaid(about.source) ?? envelope.source;
    const title = oneLine(titleOf(subject, predicate, about.id, content));
    const sentAt = toldTime(envelope.recordedtime)?.at;
    return tell({
      ...whereabouts(subject, about.id, content),
      key: factsOf(envelope),
      kind: KINDS[subject] ?? "change",
      action: step === "finished" ? (OUTCOMES.get(content.outcome ?? "") ?? "updated") : step,
      actor: actorOf(subject, predicate, content),
      told: toldTime(context.timestamp) ?? toldBy(envelope),
      ...(sentAt === undefined ? {} : { sentAt }),
      severity: subject === "ticket" ? severityOf(content.priority) : null,
      title,
      text: textOf(title, content),
      correlation: keysOf(subject, place, about.id, content),
      links: linksTo({ [subject]: firstSaid(content.uri, content.url, content.approvalDetailsUrl) }),
      group: LIFECYCLES[subject] && `${place}#${about.id}`,
    });
  });

const READERS: ReadonlyMap<string, Reader<Envelope>> = new Map(
  [...ACTIONS].map(([type, step]) => {
    const [subject = "", predicate = ""] = type.split(".");
    return [type, known(subject, predicate, step)];
  }),
);

/** The reader of a CDEvents type, whatever its version; undefined for a type that is none. */
export function cdeventsReader(type: string): Reader<Envelope> | undefined {
  const [, subject, predicate] = TYPE.exec(type) ?? [];
  if (subject === undefined) return undefined;
  return READERS.get(`${subject}.${predicate}`) ?? (() => ignore(`dev.cdevents.${subject}.${predicate}`));
}
