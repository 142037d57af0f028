import type { Job } from "../wasm/job.ts";

/** Called after each job of a planned computation. */
export type JobWatcher = (job: Job, milliseconds: number) => void;

const watchers = new Set<JobWatcher>();

/**
 * Passes each job of planned computations to `onJob`, with its time on all threads. tfjs does not see these kernels.
 *
 * @returns A function that ends it.
 * @example
 * ```ts
 * import { watchJobs } from "@tensorloom/backend/internal";
 *
 * const stop = watchJobs(({ kernel }, milliseconds) => console.log(kernel, milliseconds));
 * stop();
 * ```
 */
export function watchJobs(onJob: JobWatcher): () => void {
  watchers.add(onJob);
  return () => void watchers.delete(onJob);
}

/** Runs a job of a planned computation, and reports it to those who watch. */
export function watched(job: Job, run: () => void): void {
  if (watchers.size === 0) {
    run();
    return;
  }
  const start = performance.now();
  run();
  const milliseconds = performance.now() - start;
  for (const onJob of watchers) onJob(job, milliseconds);
}
