import { readdirSync } from "node:fs";

/** Runs `<name>.bench.ts` of this folder, each of which exports `run(arguments): Promise<boolean>`: false where its bar is missed. */
const folder = new URL("./", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length));
const [name = "", ...rest] = process.argv.slice(2);

if (names.includes(name)) {
  const { run } = (await import(new URL(`${name}.bench.ts`, folder).href)) as {
    run: (rest: readonly string[]) => Promise<boolean>;
  };
  process.exitCode = (await run(rest)) ? 0 : 1;
} else {
  console.error(`Name a bench: npm run bench -- ${names.join(" | ")}`);
  process.exitCode = 2;
}
