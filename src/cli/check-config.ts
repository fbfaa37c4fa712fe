import { formatProblem } from "../config/problem.ts";
import { counted } from "../web/view/words.ts";
import { checkConfiguration } from "./configuration.ts";
import { DONE, FAILED, type Shell } from "./shell.ts";

/** `annalist check-config FILE`: every problem and warning on stdout, and whether it would serve. */
export async function checkConfig(file: string, shell: Shell): Promise<number> {
  const { loaded } = await checkConfiguration(file, "serve", shell);
  const lines = loaded.warnings.map((warning) => `warning: ${formatProblem(file, warning)}`);
  if (!loaded.ok) {
    lines.push(...loaded.problems.map((problem) => formatProblem(file, problem)));
    lines.push(`${file}: ${loaded.problems.length} to mend.`);
    await shell.write(`${lines.join("\n")}\n`);
    return FAILED;
  }
  const { sources, settings, kafka, retention, store } = loaded.config;
  const kept = Object.values(retention).some((span) => span !== null);
  if (kept) lines.push(`note: ${file}: retention is read and checked; nothing is deleted yet.`);
  const topics = kafka ? [counted(kafka.topics.length, "Kafka topic", "Kafka topics")] : [];
  const parts = [
    counted(sources.length, "source", "sources"),
    counted(settings.services.length, "service", "services"),
    ...topics,
    ...(store.kind === "mongodb" ? [`the store in MongoDB (database ${store.database})`] : []),
  ];
  lines.push(`${file}: right. ${parts.join(", ")}.`);
  await shell.write(`${lines.join("\n")}\n`);
  return DONE;
}
