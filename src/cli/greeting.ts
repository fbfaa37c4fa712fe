import { formatInstant, type Instant } from "../domain/time.ts";
import { FIRST_RUN_FILE } from "./configuration.ts";
import { FIRST_SOURCE } from "./first-run.ts";

interface Addresses {
  readonly webhooks: string;
  readonly pages: string;
}

/** Where everything is, for whoever started the server. `files`: the configuration, if it is a file, and the data. */
export function greet(
  { webhooks, pages }: Addresses,
  sources: readonly string[],
  files: { readonly configuration?: string; readonly data: string },
): string {
  return [
    "Annalist is up. Stop it with Ctrl-C.",
    "",
    ...(files.configuration === undefined ? [] : [`  Configuration   ${files.configuration}`]),
    `  Data            ${files.data}`,
    `  Pages and API   ${pages}`,
    ...sources.map(
      (name, index) => `  ${index === 0 ? "Webhooks     " : "             "}   ${webhooks}/webhooks/${name}`,
    ),
    "",
  ].join("\n");
}

/** What to do as long as nothing has come in, with a command that declares an incident when it is pasted. */
export function firstSteps({ webhooks, pages }: Addresses, secret: string, now: Instant): string {
  const event = {
    specversion: "1.0",
    id: `first-${now}`,
    source: "/first-steps",
    type: "annalist.incident.v1",
    time: formatInstant(now, "ms"),
    data: {
      action: "declared",
      title: "Checkout answers with errors",
      severity: "high",
      services: ["checkout"],
      by: "me",
    },
  };
  return [
    `The first start made ${FIRST_RUN_FILE} (only you can read it): one source, "${FIRST_SOURCE}", with a random secret.`,
    "",
    "1. Declare an incident:",
    "",
    `  curl -sS ${webhooks}/webhooks/${FIRST_SOURCE} \\`,
    `    -H 'authorization: Bearer ${secret}' \\`,
    "    -H 'content-type: application/cloudevents+json' \\",
    `    -d '${JSON.stringify(event)}'`,
    "",
    `2. See its draft: ${pages}`,
    "3. Connect what you have: copy config/team.yaml beside this one, leave in what you have, and start with --config.",
    "   annalist check-config FILE says what is missing (in a checkout: npm run --silent annalist -- check-config FILE).",
    "   To see a whole incident first: annalist serve --demo (in a checkout: npm start -- --demo)",
    "",
  ].join("\n");
}
