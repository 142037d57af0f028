import type { Source } from "@tensorloom/data";
import { checkBatch } from "./checkBatch.ts";
import { walk } from "./walk.ts";

/**
 * Finds before training that a validation set is empty or no batches: after an epoch would be late.
 *
 * Only a dataset whose size is unknown, such as a file, is opened for it, and closed after its first batch.
 *
 * @throws RangeError if it is empty; TypeError if it delivers something else than batches.
 */
export async function checkValidation(
  source: Source<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (source.size === 0) throw empty(source);
  if (source.size !== undefined) return;
  for await (const batch of walk(source, 0, signal)) {
    checkBatch("fit", `validation (${source.label})`, batch, ["inputs", "targets"]);
    return;
  }
  throw empty(source);
}

function empty({ label }: Source<unknown>): RangeError {
  return new RangeError(`fit: validation (${label}) has no batch; leave it out, or give it data`);
}
