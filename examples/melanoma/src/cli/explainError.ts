/** Errors whose sentence says what to put right: of this command, and of the packages by their classes' names. */
const EXPLAINED: ReadonlySet<string> = new Set([
  "UserError",
  "TFRecordError",
  "ImageError",
  "WeightsError",
  "WeightsFileError",
  "DownloadError",
  "BackendError",
  "NonFiniteError",
  "OutOfMemoryError",
  "FolderLockedError",
  "FileWriteError",
]);

/** What a person is told of an error: its sentence where it has one for them, else all that is known. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told = chain(error).find((one) => EXPLAINED.has(one.name) || isFromSystem(one));
  return told?.message ?? error.stack ?? error.message;
}

/** The error and its causes: a stage of a pipeline wraps what is thrown in it. */
function chain(error: Error): readonly Error[] {
  return error.cause instanceof Error ? [error, ...chain(error.cause)] : [error];
}

/** Of the file system or the network: "ENOSPC: no space left on device, write". */
function isFromSystem(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}
