import { errorCode } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { dirname } from "node:path";
import { TFRecordError } from "../../records/tfrecordError.ts";

/** Formats an error for the terminal. */
export function formatError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof TFRecordError) {
    const foreign = error.kind === "length-checksum" && error.record === 0;
    return foreign ? `${error.message}; is it a TFRecord file?` : error.message;
  }
  const code = errorCode(error);
  if ((code === "ENOENT" || code === "ENOTDIR") && error instanceof FileWriteError)
    return `there is no folder ${dirname(error.path)}`;
  return code === undefined ? error.message : error.message.split("\n")[0];
}
