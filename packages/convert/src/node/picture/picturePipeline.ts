import { siblingModule } from "@tensorloom/core/internal";
import { isAddress, readPlace } from "@tensorloom/core/internal/node";
import { type Dataset, fromArray } from "@tensorloom/data";
import { mapInWorkers } from "@tensorloom/data/node";
import { availableParallelism } from "node:os";
import { convertPicture, type PictureJob, type PictureResult } from "./convertPicture.ts";

/** Below this number of pictures, threads do not pay for their start. */
const FEW = 64;

/** How many pictures are in flight on this thread; Node decodes them on four threads of its own. */
const CONCURRENCY = 8;

/** How many objects of a storage are read ahead. */
const REQUESTS = 32;

/** Reads a picture at an address on this thread: threads have no registered storages. */
async function readObject(job: PictureJob): Promise<PictureJob> {
  return isAddress(job.path) ? { ...job, bytes: await readPlace(job.path) } : job;
}

/**
 * Converts pictures in order, many at the same time.
 *
 * @param workers - The number of threads, 0 for this thread, undefined to choose: resizing and encoding use one thread
 * per core; the bytes of a picture are the same.
 */
export function picturePipeline(
  jobs: readonly PictureJob[],
  workers: number | undefined,
): Dataset<PictureResult> {
  const listed = fromArray(jobs, { label: "pictures" });
  const pictures = jobs.some(({ path }) => isAddress(path))
    ? listed.map(readObject, { concurrency: REQUESTS })
    : listed;
  const converts = jobs.some(({ size, quality }) => size !== undefined || quality !== undefined);
  const threads = workers ?? (converts && jobs.length >= FEW ? availableParallelism() : 0);
  if (threads === 0) return pictures.map(convertPicture, { concurrency: CONCURRENCY });
  const module = siblingModule(import.meta.url, "workerMain");
  return pictures.apply(
    mapInWorkers<PictureJob, PictureResult>(module, { workers: threads, ahead: 4 * threads }),
  );
}
