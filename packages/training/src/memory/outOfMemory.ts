import { OutOfMemoryError } from "@tensorloom/backend";
import type { PlannedPasses } from "./planPasses.ts";

/** Explains an error that was thrown because the memory of wasm or of the GPU was full, here or on a replica, and what would fit. */
export function explainOutOfMemory(
  error: unknown,
  rows: number,
  planned: (() => PlannedPasses | undefined) | undefined,
): OutOfMemoryError | undefined {
  const cause = findOutOfMemory(error);
  if (cause === undefined) return undefined;
  const found = planned?.();
  const megabytes = (bytes: number): string => `${String(Math.ceil(bytes / 2 ** 20))} MB`;
  const advice =
    found?.fits === true
      ? `micro-batches of ${String(found.plan.microBatch)} rows${found.plan.recompute === false ? "" : " and recomputed activations"} ` +
        `need about ${megabytes(found.plan.bytes)}: set microBatch: "auto", or a smaller microBatch`
      : planned === undefined
        ? "set maxMemory below that, so that passes have fewer rows"
        : "take smaller images or a smaller variant, or freeze layers";
  const where = cause.onGpu
    ? `the GPU's memory (${cause.message})`
    : `wasm's memory of 4096 MB (the heap has ${megabytes(cause.heapBytes)}, and ${megabytes(cause.bytes)} more were needed)`;
  return new OutOfMemoryError(
    cause.bytes,
    cause.heapBytes,
    `fit: a step of ${String(rows)} rows does not fit into ${where}; ${advice}`,
    { cause: error },
  );
}

interface Found {
  readonly bytes: number;
  readonly heapBytes: number;
  readonly message: string;
  readonly onGpu: boolean;
}

/** Finds the out-of-memory error among the causes, by name: a replica's error was thrown in another thread. */
function findOutOfMemory(error: unknown): Found | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name !== "OutOfMemoryError") return findOutOfMemory(error.cause);
  const { bytes = 0, heapBytes = 0 } = error as Partial<OutOfMemoryError>;
  const { message } = error;
  return { bytes, heapBytes, message, onGpu: message.startsWith("webgpu:") };
}
