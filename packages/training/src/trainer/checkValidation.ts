import type { Source } from "@tensorloom/data";
import { NoRows } from "@tensorloom/data/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Batch, inputArrays } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { checkInputs } from "../step/forward.ts";
import { matchTargetShape } from "../losses/loss.ts";
import { readBatches } from "../batch/readBatches.ts";

/**
 * Checks the first batch of a validation set before training, so that a mistake does not end the run after an epoch.
 *
 * @throws RangeError if the dataset is empty, or the batch does not fit the model or the loss; TypeError if it is not a
 * batch.
 */
export async function checkValidation(
  model: LayersModel,
  { loss, signal }: Pick<ResolvedFitOptions, "loss" | "signal">,
  source: Source<Batch>,
): Promise<void> {
  const name = `fit: validation (${source.label})`;
  for await (const batch of source.size === 0 ? [] : readBatches(source, { epoch: 0 }, signal)) {
    if (batch instanceof NoRows) return; // another rank checks it
    checkBatch("fit", `validation (${source.label})`, batch, ["inputs", "targets"]);
    const inputs = inputArrays(name, batch);
    checkInputs(name, model, inputs);
    const output = outputShape(model, inputs[0].shape[0]);
    if (output !== undefined) withErrorPrefix(name, () => matchTargetShape(loss, batch.targets, output));
    return;
  }
  throw new RangeError(`${name} has no batch; leave it out, or add data`);
}

/** The shape of a model's output for a batch; `undefined` if it is not fully known, or there are several outputs. */
function outputShape({ outputs }: LayersModel, rows: number): readonly number[] | undefined {
  const rest = outputs[0].shape.slice(1).filter((length) => length !== null);
  return outputs.length === 1 && rest.length === outputs[0].shape.length - 1 ? [rows, ...rest] : undefined;
}

/** Adds a prefix to the message of a RangeError that `check` throws. */
function withErrorPrefix(name: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${name}: ${error.message}`, { cause: error }) : error;
  }
}
