import { OutOfMemoryError } from "@tensorloom/backend";
import type { StepPlan } from "@tensorloom/graph";

/** Explains an error that was thrown because wasm memory was full, here or on a replica, and what would fit. */
export function explainOutOfMemory(
  error: unknown,
  rows: number | undefined,
  planned: () => StepPlan | undefined,
): OutOfMemoryError | undefined {
  const cause = findOutOfMemory(error);
  if (cause === undefined) return undefined;
  const plan = planned();
  const megabytes = (bytes: number): string => `${String(Math.ceil(bytes / 2 ** 20))} MB`;
  const advice =
    plan?.fits === true
      ? `micro-batches of ${String(plan.microBatch)} rows${plan.recompute === false ? "" : " and recomputed activations"} ` +
        `need about ${megabytes(plan.memory.total)}: set microBatch: "auto", or a smaller microBatch`
      : "take smaller images or a smaller variant, or freeze layers";
  return new OutOfMemoryError(
    cause.bytes,
    cause.heapBytes,
    `fit: a step${rows === undefined ? "" : ` of ${String(rows)} rows`} does not fit into wasm's memory of 4096 MB ` +
      `(the heap has ${megabytes(cause.heapBytes)}, and ${megabytes(cause.bytes)} more were needed); ${advice}`,
    { cause: error },
  );
}

/** Finds the out-of-memory error among the causes, by name: a replica's error was thrown in another thread. */
function findOutOfMemory(error: unknown): { readonly bytes: number; readonly heapBytes: number } | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name !== "OutOfMemoryError") return findOutOfMemory(error.cause);
  const { bytes = 0, heapBytes = 0 } = error as Partial<OutOfMemoryError>;
  return { bytes, heapBytes };
}
