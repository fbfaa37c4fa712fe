/**
 * Runs in a process of its own until it is killed: appends events in batches and prints the last acknowledged number of each. As whoever appends, it
 * does so again while the store cannot be reached.
 */
import { openPlace, untilReached } from "./open-place.ts";
import { sighting } from "./samples.ts";

const [place = "", prefix = ""] = process.argv.slice(2);
const store = openPlace(place);
for (let n = 0; ; n += 10) {
  const batch = Array.from({ length: 10 }, (_, k) =>
    sighting({ id: `${prefix}-${n + k}`, delivery: `${prefix}-${n}` }),
  );
  await untilReached(() => store.appendSightings(batch));
  process.stdout.write(`${n + 9}\n`);
}
