/**
 * Runs in a process of its own until it is killed: appends events in batches, decides on one of each, and prints the last acknowledged number of each; then forgets
 * whatever is called "going", whoever told of it, and gives back the room.
 */
import { DAY } from "../../src/domain/time.ts";
import type { Forgetting, Store } from "../../src/store/store.ts";
import { openPlace, untilReached } from "./open-place.ts";
import { decision, NINE, sighting } from "./samples.ts";

const [place = "", prefix = ""] = process.argv.slice(2);
const store = openPlace(place) as Store & Forgetting;
for (let n = 0; ; n += 10) {
  const batch = Array.from({ length: 10 }, (_, k) =>
    sighting({ id: `${k < 2 ? "kept" : "going"}-${prefix}-${n + k}`, delivery: `${prefix}-${n}` }),
  );
  await untilReached(() => store.appendSightings(batch));
  const decided = batch[0]?.event.key ?? "";
  await untilReached(() => store.appendDecisions(decided, 1, [decision(1, "Ines", decided)]));
  process.stdout.write(`${n + 9}\n`);
  const keys = (await untilReached(() => store.readEvents())).map(({ event }) => event.key);
  const going = keys.filter((key) => key.includes(":going-"));
  if ((await untilReached(() => store.dropEvents([...going, decided]))) > 0)
    throw new Error("a decision was passed over");
  await untilReached(() => store.dropEvents(going));
  while (!(await untilReached(() => store.reclaim(NINE + DAY))));
}
