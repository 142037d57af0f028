import { errorMessage } from "../errors/errorMessage.ts";
import { StorageError } from "../storage/storageError.ts";

const KINDS: Readonly<Record<string, StorageError["kind"]>> = {
  NotFoundError: "not-found",
  NotReadableError: "changed", // a file that was replaced after it was opened
  NotAllowedError: "denied",
  SecurityError: "denied",
  NoModificationAllowedError: "denied",
  TypeMismatchError: "refused",
  InvalidStateError: "refused",
};

/** Makes a {@link StorageError} of an error of the browser; returns any other error as it is. */
export async function opfsError(
  address: string,
  verb: string,
  error: unknown,
  written = 0,
): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof StorageError || error.name === "AbortError") return error;
  if (error.name === "QuotaExceededError")
    return new StorageError(address, "full", `cannot ${verb} it: ${await describeQuota()}`, {
      cause: error,
      offset: written,
    });
  if (!Object.hasOwn(KINDS, error.name)) return error;
  const text = `cannot ${verb} it: ${errorMessage(error)} (${error.name})`;
  return new StorageError(address, KINDS[error.name], text, { cause: error });
}

/** How much of its quota the page uses. */
async function describeQuota(): Promise<string> {
  const { usage, quota } = await navigator.storage
    .estimate()
    .catch(() => ({ usage: undefined, quota: undefined }));
  const used =
    usage === undefined || quota === undefined
      ? "the browser's quota for this site is used up"
      : `this site uses ${megabytes(usage)} of the ${megabytes(quota)} that the browser grants it`;
  return `${used}; remove old runs or caches`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
