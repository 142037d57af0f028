import type { Logs } from "../callbacks/events.ts";
import { evaluateBatches, type EvaluatedBatch } from "./evaluateBatches.ts";
import type { TrainContext } from "./trainEpoch.ts";

/** Evaluates the model on the validation of a run, if there is one. The names of its logs begin with `val_`. */
export async function validate({ trainer, options, run }: TrainContext, epoch: number): Promise<Logs> {
  const { validation, metrics, signal, callbacks } = options;
  if (validation === undefined) return {};
  const at = { phase: "validation" as const, epoch };
  async function onBatch(evaluated: EvaluatedBatch): Promise<void> {
    const end = { epoch, batches: validation?.size, ...evaluated };
    for (const callback of callbacks) await callback.onValidationBatch?.(end, run);
  }
  const logs = await evaluateBatches(trainer, validation, options.loss, metrics, signal, at, {
    ranks: options.replicas.ranks,
    model: run.model,
    onBatch,
  });
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}
