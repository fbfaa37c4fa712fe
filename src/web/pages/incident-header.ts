import { h, type JSX } from "preact";
import type { PublicationLine } from "../../api/publications.ts";
import type { Draft } from "../../domain/draft/schema.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { span, utc } from "./words.ts";

/** Title, state, and the way to publish. */
export function incidentHeader(draft: Draft, publications: readonly PublicationLine[]): JSX.Element {
  const { incident } = draft;
  const length = incident.endedAt === null ? ", not over" : `, ${span(incident.startedAt, incident.endedAt)}`;
  const address = `/incidents/${incident.id}`;
  return h(
    "header",
    { class: "incident-header" },
    h("h1", null, h("bdi", { dir: "auto" }, visible(incident.title))),
    h("a", { class: "button primary", href: `${address}/publish` }, "Publish…"),
    h(
      "ul",
      { class: "states" },
      incident.severity ? h("li", { class: `severity ${incident.severity}` }, incident.severity) : null,
      h("li", null, incident.status),
      incident.candidate ? h("li", null, "candidate: nobody declared it or took it on") : null,
      h("li", null, `${utc(incident.startedAt)}${length}`),
      incident.services.length === 0 ? null : h("li", { class: "services" }, visible(incident.services.join(", "))),
      published(address, publications),
    ),
  );
}

function published(address: string, publications: readonly PublicationLine[]): JSX.Element {
  const last = publications.at(-1);
  if (!last) return h("li", null, "draft, not published");
  const older = publications.length - 1;
  return h(
    "li",
    null,
    h("a", { href: `${address}/p/${last.number}` }, `version ${last.number}, ${utc(last.at)}`),
    older === 0
      ? null
      : [" · ", h("a", { href: `${address}/publish#published` }, counted(older, "older version", "older versions"))],
  );
}
