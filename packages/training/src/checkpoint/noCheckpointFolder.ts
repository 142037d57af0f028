import type { CheckpointStore } from "./checkpointStore.ts";

/** Takes the place of Node's folder in browsers. @throws RangeError always. */
export function openCheckpointFolder(): Promise<CheckpointStore> {
  return Promise.reject(
    new RangeError(
      "fit: checkpoint writes files of Node, which a browser does not have; leave checkpoint out",
    ),
  );
}
