import { type Ingest, type Receipt, troubleOf } from "../ingest/delivery.ts";
import type { CaptureLine } from "../receivers/capture.ts";
import { counted } from "../web/view/words.ts";
import { openInbox } from "./adapters.ts";
import { noSuchSource, readFiles, sourceRemedy, warn } from "./captures.ts";
import { FIRST_RUN_FILE } from "./configuration.ts";
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
  const counts = { accepted: 0, duplicate: 0, refused: 0, unnamed: 0 };
  const inbox = openInbox(config, { onFatal: () => {} });
  const known = config.sources.map(({ name }) => name);
  await withIngest(config, inbox, shell, (ingest) => feed(captures, { ingest, known, counts }, shell));
  const { accepted, duplicate, refused } = counts;
  const taken = counted(accepted, "delivery", "deliveries");
  shell.note(`${taken} taken in, ${duplicate} known already, ${counted(refused, "line", "lines")} not usable.`);
  if (counts.unnamed > 0) shell.note(sourceRemedy(options.config ?? FIRST_RUN_FILE));
  return DONE;
}

/** `unnamed`: of those refused, how many named no source. */
type Counts = { accepted: number; duplicate: number; refused: number; unnamed: number };

interface Way {
  readonly ingest: Ingest;
  /** The names of the sources that there are. */
  readonly known: readonly string[];
  readonly counts: Counts;
}

async function feed(captures: readonly string[], way: Way, shell: Shell): Promise<void> {
  let batch: Promise<void>[] = [];
  for await (const placed of readFiles(captures, shell)) {
    batch.push(take(placed.line, way, (why) => warn(placed, why, shell)));
    if (batch.length < AT_ONCE) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

async function take(line: CaptureLine, way: Way, warn: (why: string) => void): Promise<void> {
  const { ingest, known, counts } = way;
  if (line.is === "unusable") {
    counts.refused += 1;
    warn(line.what);
    return;
  }
  const receipt = await ingest.receiveTrusted(line.arrival);
  if (receipt.is === "refused" && receipt.because === "unknown_source") {
    counts.refused += 1;
    counts.unnamed += 1;
    warn(noSuchSource(line.arrival.source, known));
  } else count(receipt, counts, warn);
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
