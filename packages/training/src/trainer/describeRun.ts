import { scheduleToJson } from "@tensorloom/schedules";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { getBackend } from "@tensorflow/tfjs-core";
import { lossConfigOf } from "../losses/loss.ts";
import { describeModel } from "../model/describeModel.ts";
import { stableNamesOf } from "../model/stableNames.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { RunState } from "./runState.ts";

/**
 * Describes what decides the numbers of a run, as plain data. A run with another description cannot continue it.
 *
 * The dataset is not part of it, except its size: a pass refuses the state of another pipeline itself.
 */
export function describeRun(model: LayersModel, options: ResolvedFitOptions): object {
  const { optimizer, loss, loggedMetrics, train } = options;
  const { classWeights, clip, ema, accumulate, microBatch, seed, stepsPerEpoch } = options;
  const description = {
    optimizer: optimizer.config ?? { name: optimizer.name },
    loss: lossConfigOf(loss) ?? { name: loss.name },
    metrics: loggedMetrics.map(({ name }) => name),
    schedule: describeSchedule(options),
    ...{ classWeights, clip, ema, accumulate, microBatch, seed, stepsPerEpoch },
    train: { batches: train.size },
  };
  const stable = JSON.parse(stableNamesOf(model)(JSON.stringify(description))) as object; // rates by layer name layers
  return { model: describeModel(model), ...stable };
}

function describeSchedule({ schedule, scheduleBy }: ResolvedFitOptions): object {
  if (typeof schedule === "number") return { rate: schedule };
  const config = schedule.config === undefined ? { name: "a function" } : scheduleToJson(schedule);
  return { by: scheduleBy, ...config };
}

/** The engine, backend and replicas of a run. The numbers of another place differ by rounding, so a run may continue there. */
export function describePlace({ replicas }: ResolvedFitOptions, { engine }: RunState): object {
  const { syncBatchNorm, ranks } = replicas;
  const count = replicas.count * (ranks?.size ?? 1);
  return { backend: getBackend(), engine: engine?.label, replicas: count, syncBatchNorm };
}
