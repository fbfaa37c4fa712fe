/** Runs in a process of its own: takes the next number of one log until it has taken `wanted`, and prints each number it was given. */
import { openPlace, untilReached } from "./open-place.ts";
import { decision } from "./samples.ts";

const [place = "", by = "", wanted = "0"] = process.argv.slice(2);
const store = openPlace(place);
for (let taken = 0; taken < Number(wanted); ) {
  const next = (await untilReached(() => store.listDecisions("shared"))).length + 1;
  const outcome = await store.appendDecisions("shared", next, [decision(next, by, "shared")]);
  if (outcome.is === "taken") continue;
  taken += 1;
  process.stdout.write(`${next}\n`);
}
await store.close();
