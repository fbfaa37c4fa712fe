import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Builds `dist/` for the published package: Node strips no types under node_modules. What is not TypeScript is copied beside it. */
rmSync("dist", { recursive: true, force: true });
const compiler = join("node_modules", "typescript", "bin", "tsc");
const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
cpSync("src", "dist", { recursive: true, filter: (path) => !/\.(ts|md)$/.test(path) });
chmodSync(join("dist", "main.js"), 0o755);
