/**
 * The store cannot be reached or does not take anything now: nothing is wrong with what was asked, and it may be asked again. Whether
 * a write that failed so was done is not known; doing it again does it once.
 */
export class StoreUnavailable extends Error {
  override readonly name: string = "StoreUnavailable";
}

/** What was written is gone with this process: nothing that the store says counts any more, and the process should end. */
export class StoreLost extends Error {
  override readonly name = "StoreLost";
}

/** It will not take anything until a person mends what the message names. */
export class StoreMisconfigured extends StoreUnavailable {
  override readonly name = "StoreMisconfigured";
}
