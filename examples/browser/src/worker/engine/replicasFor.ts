import type { TrainSettings } from "../../messages/settings.ts";

/** Rows of a batch that a replica computes at least: batch normalisation takes its statistics of them. */
const MIN_ROWS = 4;

/** The number of replicas that train a batch together. */
export function replicasFor({ replicas, batchSize }: TrainSettings, available: number): number {
  return replicas === "one" ? 1 : Math.max(1, Math.min(available, Math.floor(batchSize / MIN_ROWS)));
}
