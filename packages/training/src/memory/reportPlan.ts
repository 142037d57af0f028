import { heapFor } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { type PlannedPasses, usesBatchStatistics } from "./planPasses.ts";

type ReportOptions = Pick<
  ResolvedFitOptions,
  "memory" | "microBatch" | "onWarning" | "recomputesAsNeeded" | "replicas"
>;

/**
 * Warns if a step is not computed as it is: split, recomputed, or too large.
 *
 * @throws RangeError if the smallest step does not fit into `maxMemory`, with what it needs.
 */
export function reportPlan(
  model: LayersModel,
  options: ReportOptions,
  found: PlannedPasses,
  engine: EngineChoice["name"],
): void {
  const { memory, microBatch, onWarning } = options;
  const { passes, recompute } = found.plan;
  if (found.fits) {
    const isSplit = microBatch === "auto" && passes > 1;
    const recomputes = options.recomputesAsNeeded && recompute !== false;
    if (isSplit || recomputes)
      onWarning(`fit: ${describePlan(model, found, engine === "tfjs" ? memory.source : "the free memory")}`);
    return;
  }
  const isSet = memory.maxMemory !== undefined;
  if (engine !== "tfjs" || (microBatch !== "auto" && !isSet)) return; // warnAboutMemory has warned
  const misfit = `fit: ${describeMisfit(model, found, options)}`;
  if (isSet) throw new RangeError(misfit);
  onWarning(misfit);
}

function describePlan(model: LayersModel, { plan }: PlannedPasses, whose: string): string {
  const { rows, microBatch, passes, recompute, bytes } = plan;
  const recomputed = recompute === false ? "" : " and recomputed activations";
  return (
    `a step of ${String(rows)} rows does not fit into ${whose} as it is: it is computed in ${String(passes)} ` +
    `micro-batch${passes === 1 ? "" : "es"} of up to ${String(microBatch)} rows${recomputed} (about ${megabytes(bytes)})` +
    (passes > 1 && usesBatchStatistics(model)
      ? ", and batch normalisation uses the statistics of each micro-batch"
      : "")
  );
}

function describeMisfit(
  model: LayersModel,
  { memory, plan: { microBatch, recompute, maxBytes } }: PlannedPasses,
  { memory: { source }, replicas, microBatch: option }: ReportOptions,
): string {
  const needed = Math.ceil((replicas.count * heapFor(memory)) / 2 ** 20);
  const { total, weights, optimizer, gradients, activations, inputs, transient } = memory;
  return (
    `${source} of ${megabytes(maxBytes)}${replicas.count === 1 ? "" : " per replica"} is too little for ${model.name}: ` +
    `a pass of ${String(microBatch)} row${microBatch === 1 ? "" : "s"}${recompute === false ? "" : " with recomputed activations"} ` +
    `takes about ${megabytes(total)} (weights ${megabytes(weights)}, optimizer ${megabytes(optimizer)}, ` +
    `gradients ${megabytes(gradients)}, activations ${megabytes(activations)}, the rest ${megabytes(inputs + transient)}), ` +
    `and ${String(needed)} MB with the gaps between tensors; ` +
    (source === "maxMemory" ? `set maxMemory: "${String(needed)} MB", or ` : "") +
    `take ${option === "auto" ? "" : 'microBatch: "auto", '}smaller images or a smaller variant, or freeze layers`
  );
}

function megabytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MB`;
}
