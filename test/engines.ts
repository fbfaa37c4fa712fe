import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What tests may use if it is there: real engines, which not every machine has. */
export const ENGINES = ["kafka", "mongodb", "mongodb-java", "alertmanager", "browser", "promtool", "kubectl"] as const;
export type EngineName = (typeof ENGINES)[number];

/** Where an engine is (an address or a program), or why it is not used. */
export type Engine = { readonly is: "here"; readonly where: string } | { readonly is: "absent"; readonly why: string };

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const BROWSER_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Looks for an engine: in its environment variable first, then in the usual places. */
export function findEngine(name: EngineName, environment: NodeJS.ProcessEnv = process.env): Engine {
  switch (name) {
    case "kafka":
      return ofVariable("KAFKA_BROKERS", environment) ?? absent("set KAFKA_BROKERS to host:port of a broker");
    case "alertmanager":
      return (
        ofVariable("ALERTMANAGER", environment) ??
        onPath(["prometheus-alertmanager", "alertmanager"], environment) ??
        absent("set ALERTMANAGER to the program, or put it on PATH")
      );
    case "promtool":
      return onPath(["promtool"], environment) ?? absent("install Prometheus: its promtool checks the alert rules");
    case "kubectl":
      return onPath(["kubectl"], environment) ?? absent("install kubectl: it puts the Kubernetes manifests together");
    case "browser":
      return (
        ofVariable("CHROME_PATH", environment) ??
        onPath(BROWSERS, environment) ??
        firstProgram(BROWSER_PLACES) ??
        absent("set CHROME_PATH to a Chromium or Chrome")
      );
    case "mongodb":
      return ofVariable("MONGODB_URL", environment) ?? absent("set MONGODB_URL to the connection string of a MongoDB");
    case "mongodb-java":
      return (
        ofVariable("MONGODB_URL_2", environment) ??
        absent("set MONGODB_URL_2 to the connection string of another server that speaks MongoDB's protocol")
      );
  }
}

/** The place of an engine for a test to use; null where the test must be skipped. */
export function engine(name: EngineName): string | null {
  const found = findEngine(name);
  return found.is === "here" ? found.where : null;
}

/** The engines whose absence is a failure: `ANNALIST_REQUIRE=kafka,browser`. */
export function requiredEngines(environment: NodeJS.ProcessEnv = process.env): string[] {
  return (environment["ANNALIST_REQUIRE"] ?? "").split(",").filter((name) => name.trim() !== "");
}

const absent = (why: string): Engine => ({ is: "absent", why });

function ofVariable(name: string, environment: NodeJS.ProcessEnv): Engine | null {
  const where = environment[name];
  return where ? { is: "here", where } : null;
}

function onPath(programs: readonly string[], environment: NodeJS.ProcessEnv): Engine | null {
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return firstProgram(programs.flatMap((program) => folders.map((folder) => join(folder, program))));
}

function firstProgram(paths: readonly string[]): Engine | null {
  for (const where of paths) {
    try {
      accessSync(where, constants.X_OK);
      return { is: "here", where };
    } catch {
      // the next one
    }
  }
  return null;
}
