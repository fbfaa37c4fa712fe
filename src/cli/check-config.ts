import { formatProblem } from "../config/problem.ts";
import { tellRetention } from "../config/tell-retention.ts";
import { counted } from "../web/view/words.ts";
import { checkConfiguration } from "./configuration.ts";
import { forTerminal } from "./for-terminal.ts";
import { DONE, FAILED, type Shell } from "./shell.ts";

/** `annalist check-config FILE`: every problem and warning on stdout, and whether it would serve. */
export async function checkConfig(file: string, shell: Shell): Promise<number> {
  const { loaded } = await checkConfiguration(file, "serve", shell);
  const lines = loaded.warnings.map((warning) => `warning: ${formatProblem(file, warning)}`);
  if (!loaded.ok) {
    lines.push(...loaded.problems.map((problem) => formatProblem(file, problem)));
    lines.push(`${file}: ${loaded.problems.length} to mend.`);
    await shell.write(`${forTerminal(lines.join("\n"))}\n`);
    return FAILED;
  }
  const { sources, settings, kafka, retention, store } = loaded.config;
  lines.push(...tellRetention(retention).map((sentence) => `note: ${file}: ${sentence}.`));
  const topics = kafka ? [counted(kafka.topics.length, "Kafka topic", "Kafka topics")] : [];
  const parts = [
    counted(sources.length, "source", "sources"),
    counted(settings.services.length, "service", "services"),
    ...topics,
    ...(store.kind === "mongodb"
      ? [
          `the store in MongoDB (database ${store.database}${store.ack ? ", which has to have a delivery before it is acknowledged" : ""})`,
        ]
      : []),
  ];
  lines.push(`${file}: right. ${parts.join(", ")}.`);
  await shell.write(`${forTerminal(lines.join("\n"))}\n`);
  return DONE;
}
