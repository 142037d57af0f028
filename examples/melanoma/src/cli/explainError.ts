/** Errors of this command and of the packages, by name, whose messages show users what to correct. */
const FOR_USERS: ReadonlySet<string> = new Set([
  "UserError",
  "TFRecordError",
  "ImageError",
  "WeightsError",
  "WeightsFileError",
  "DownloadError",
  "BackendError",
  "NonFiniteError",
  "OnnxRuntimeError",
  "OutOfMemoryError",
  "CheckpointError",
  "FolderLockedError",
  "FileWriteError",
  "FileFormatError",
  "ClassifierFileError",
  "ModelFileError",
  "RunFolderError",
]);

/** Returns the message for the user if an error or one of its causes has one, else the stack. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const missing = missingPackage(error);
  if (missing !== undefined) return `the package ${missing} is not installed: npm ci`;
  const forUser = causes(error).find((cause) => FOR_USERS.has(cause.name) || isSystemError(cause));
  return forUser?.message ?? error.stack ?? error.message;
}

/** An error and its causes: a stage of a dataset wraps the error of its function. */
function causes(error: Error): readonly Error[] {
  return error.cause instanceof Error ? [error, ...causes(error.cause)] : [error];
}

/** An error of the file system or the network, such as "ENOSPC: no space left on device, write". */
function isSystemError(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}

/** The name of a package that an import did not find, as after an update of the repository. */
function missingPackage(error: Error): string | undefined {
  if (!("code" in error) || error.code !== "ERR_MODULE_NOT_FOUND") return undefined;
  return /^Cannot find package '([^']+)'/.exec(error.message)?.at(1);
}
