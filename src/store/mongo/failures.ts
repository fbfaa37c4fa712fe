import { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError, type WriteError } from "mongodb";
import { NoAnswer } from "./in-time.ts";

const DUPLICATE_KEY = 11_000;
const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;

/**
 * What a server says while a primary is stepping down, is not found, shuts down, or did not replicate in time: the same
 * operation may succeed soon. The list of MongoDB's specification of retryable writes, and 64 (`WriteConcernTimeout`).
 */
const PASSING = new Set([6, 7, 64, 89, 91, 134, 189, 262, 9001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** Whether an insert failed because its key is taken. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && !(error instanceof MongoBulkWriteError) && error.code === DUPLICATE_KEY;
}

/** The places of documents that were not inserted because their keys are taken; null where anything else went wrong. */
export function duplicatesOf(error: unknown): ReadonlySet<number> | null {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) return null;
  const failed: readonly WriteError[] = [error.writeErrors].flat();
  if (failed.length === 0 || failed.some(({ code }) => code !== DUPLICATE_KEY)) return null;
  return new Set(failed.map(({ index }) => index));
}

/**
 * What went wrong, out of what the driver wraps it in: what befell a whole `insertMany` comes as a MongoBulkWriteError, without the class and the
 * labels that tell what it was.
 */
function bare(error: unknown): unknown {
  if (!(error instanceof MongoBulkWriteError)) return error;
  return error.errorResponse instanceof Error ? error.errorResponse : error;
}

/** Whether a socket failed: the driver passes on some failures of writing as Node tells them. */
const isOfSocket = (error: unknown): boolean => error instanceof Error && "syscall" in error;

/** Whether the same operation may succeed soon. Whether it was done already is not known. */
export function isPassing(thrown: unknown): boolean {
  const error = bare(thrown);
  if (error instanceof NoAnswer || isOfSocket(error)) return true;
  if (!(error instanceof MongoError)) return false;
  if (error instanceof MongoNetworkError) return true;
  if (error.hasErrorLabel("RetryableWriteError") || error.hasErrorLabel("RetryableError")) return true;
  if (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined) return true;
  return typeof error.code === "number" && PASSING.has(error.code);
}

/** Whether the server knows the user of the connection string, and lets them do what is asked: if not, waiting does not help. */
export function isRefusal(thrown: unknown): boolean {
  const error = bare(thrown);
  return error instanceof MongoError && (error.code === AUTHENTICATION_FAILED || error.code === UNAUTHORIZED);
}

/** Whether no server that could answer was found or kept, or it did not answer in time. */
export function isOutage(thrown: unknown): boolean {
  const error = bare(thrown);
  const outages = ["MongoServerSelectionError", "MongoOperationTimeoutError", "MongoPoolClearedError"];
  return isPassing(error) || (error instanceof MongoError && outages.includes(error.name));
}
