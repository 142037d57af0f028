import { errorMessage, isRecord, shown } from "@tensorloom/core/internal";
import { readFirstText } from "./readFile.ts";
import { RUN_FILE, RUN_FORMAT } from "./runJson.ts";
import { RunFolderError } from "./runFolderError.ts";

/**
 * Reads `run.json`; undefined without it.
 *
 * @throws RunFolderError if it is not JSON, or of another format or version.
 */
export async function readDescription(
  folder: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const file = await readFirstText(folder, [RUN_FILE]);
  if (file === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch (error) {
    throw new RunFolderError(folder, [`${RUN_FILE}: ${errorMessage(error)}`], { cause: error });
  }
  const { format, version } = Object(value) as Partial<Record<"format" | "version", unknown>>; // any JSON
  if (!isRecord(value) || format !== RUN_FORMAT.format || version !== RUN_FORMAT.version)
    throw new RunFolderError(folder, [
      `${RUN_FILE}: format must be "${RUN_FORMAT.format}" of version ${String(RUN_FORMAT.version)}, got ${shown(format)} of version ${shown(version)}`,
    ]);
  return value;
}
