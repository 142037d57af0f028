import { errorCode } from "../../errors/errorCode.ts";
import { StorageError } from "../../storage/storageError.ts";
import { describeSystemError } from "../../place/describeSystemError.ts";

const KINDS: Readonly<Record<string, StorageError["kind"]>> = {
  ENOENT: "not-found",
  ENOTDIR: "not-found",
  EEXIST: "exists",
  ENOSPC: "full",
  EDQUOT: "full",
  EACCES: "denied",
  EPERM: "denied",
  EROFS: "denied",
};

/** Makes a {@link StorageError} of an error of the file system; returns any other error as it is. */
export function localError(address: string, verb: string, error: unknown, offset?: number): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof StorageError) return error;
  const cause = error instanceof Error && error.name === "FileWriteError" ? error.cause : error;
  const kind = Object.hasOwn(KINDS, code) ? KINDS[code] : "refused";
  return new StorageError(address, kind, `cannot ${verb} it: ${describeSystemError(cause)}`, {
    cause,
    offset,
  });
}
