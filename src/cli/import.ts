import { type Ingest, type Receipt, troubleOf } from "../ingest/delivery.ts";
import type { CaptureLine } from "../receivers/capture.ts";
import { counted } from "../web/view/words.ts";
import { openInbox } from "./adapters.ts";
import { readFiles, warn } from "./captures.ts";
import { CommandError, DONE, type Shell } from "./shell.ts";
import { readStoreConfiguration } from "./stored.ts";
import { withIngest } from "./with-ingest.ts";

/** So many deliveries are handed in at once, to share a sync. */
const AT_ONCE = 256;

/** `annalist import CAPTURE…`: feeds captures into the store. No signatures are checked: whoever may write here is trusted. */
export async function importCaptures(
  captures: readonly string[],
  options: { readonly config?: string },
  shell: Shell,
): Promise<number> {
  const config = await readStoreConfiguration(options.config, shell);
  const counts = { accepted: 0, duplicate: 0, refused: 0 };
  const inbox = openInbox(config, { onFatal: () => {} });
  await withIngest(config, inbox, shell, (ingest) => feed(captures, ingest, counts, shell));
  const { accepted, duplicate, refused } = counts;
  const taken = counted(accepted, "delivery", "deliveries");
  shell.note(`${taken} taken in, ${duplicate} known already, ${counted(refused, "line", "lines")} not usable.`);
  return DONE;
}

type Counts = { accepted: number; duplicate: number; refused: number };

async function feed(captures: readonly string[], ingest: Ingest, counts: Counts, shell: Shell): Promise<void> {
  let batch: Promise<void>[] = [];
  for await (const placed of readFiles(captures, shell)) {
    batch.push(take(placed.line, ingest, counts, (why) => warn(placed, why, shell)));
    if (batch.length < AT_ONCE) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

async function take(line: CaptureLine, ingest: Ingest, counts: Counts, warn: (why: string) => void): Promise<void> {
  if (line.is === "unusable") {
    counts.refused += 1;
    warn(line.what);
    return;
  }
  count(await ingest.receiveTrusted(line.arrival), counts, warn);
}

function count(receipt: Receipt, counts: Counts, warn: (why: string) => void): void {
  switch (receipt.is) {
    case "accepted":
    case "duplicate":
      counts[receipt.is] += 1;
      return;
    case "handshake":
      return;
    case "refused":
      counts.refused += 1;
      warn(receipt.rejection.detail);
      return;
    case "unavailable":
      throw new CommandError(`Stopped: ${troubleOf(receipt)} What was taken in stays; import again later.`);
  }
}
