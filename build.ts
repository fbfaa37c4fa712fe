import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds `dist/` (or the folder that is named) for the published package: Node strips no types under node_modules. What is not TypeScript
 * is copied beside it. Further words go to the compiler (`--noCheck`, where types are checked elsewhere).
 */
const [target = "dist", ...words] = process.argv.slice(2);
rmSync(target, { recursive: true, force: true });
const compiler = join("node_modules", "@typescript", "native", "bin", "tsc");
const options = ["-p", "tsconfig.build.json", "--outDir", target, ...words];
const compiled = spawnSync(process.execPath, [compiler, ...options], { stdio: "inherit" });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
cpSync("src", target, { recursive: true, filter: (path) => !/\.(ts|md)$/.test(path) });
chmodSync(join(target, "main.js"), 0o755);
