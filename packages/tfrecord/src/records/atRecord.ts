import { StorageError } from "@tensorloom/core";
import { HttpError, type RecordLocation } from "../bytes/httpError.ts";

/** Adds the record and its offset to the error of a server or a storage; returns any other error as it is. */
export function atRecord(error: unknown, place: RecordLocation): unknown {
  if (error instanceof HttpError) return error.at(place);
  if (!(error instanceof StorageError)) return error;
  const { address, kind, problem, status, attempts, offset, cause } = error;
  const where = `record ${String(place.record)} at byte ${String(place.offset)}`;
  return new StorageError(address, kind, `${where}: ${problem}`, { status, attempts, offset, cause });
}
