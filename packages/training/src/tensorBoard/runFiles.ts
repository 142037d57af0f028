import { StorageError } from "@tensorloom/core";
import { FileWriteError, joinPlace } from "@tensorloom/core/internal";
import { eventWriter, type EventWriter, type Summary } from "@tensorloom/tfrecord/events";

/** The parts of a run in TensorBoard: the run itself, its training and its validation. */
export type Part = "" | "train" | "validation";

/** The event files of a run, one for each part. */
export interface RunFiles {
  /** Appends summaries of a step to a part. */
  write(part: Part, step: number, summaries: readonly Summary[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Creates new event files in a folder and its folders `train` and `validation`.
 *
 * @param purgeStep - Events of earlier files from this step on are hidden.
 * @throws FileWriteError or StorageError if a file cannot be created; then none stays open.
 */
export async function openRunFiles(
  folder: string,
  parts: readonly Part[],
  options: { readonly clock: () => number; readonly purgeStep: number },
): Promise<RunFiles> {
  const writers = new Map<Part, EventWriter>();
  async function close(): Promise<void> {
    await Promise.all([...writers.values()].map((writer) => naming(writer.path, writer.close())));
  }
  try {
    for (const part of parts) {
      const place = part === "" ? folder : joinPlace(folder, part);
      writers.set(part, await naming(place, eventWriter(place, options)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async write(part, step, summaries) {
      const writer = writers.get(part);
      if (writer !== undefined && summaries.length > 0)
        await naming(writer.path, writer.write(step, summaries));
    },
    close,
  };
}

/** Names the path in errors of the file system; those of a storage have the address. */
async function naming<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StorageError ? error : new FileWriteError(path, 0, error);
  }
}
