import { scheduleToJson, type Schedule } from "@tensorloom/schedules";
import type { Hyperparameters } from "../callbacks/callback.ts";
import type { Loss } from "../losses/loss.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { FitOptions } from "./fitOptions.ts";

/** Lists the settings in which a run may differ from another one, by name. Settings that are not used are left out. */
export function listHyperparameters(
  options: FitOptions,
  used: { readonly optimizer: Optimizer; readonly loss: Loss },
): Hyperparameters {
  const { epochs, stepsPerEpoch, accumulate, seed, microBatch, clip, ema, replicas } = options;
  return {
    epochs,
    ...named("optimizer", used.optimizer.name, used.optimizer.config?.options),
    ...named("loss", used.loss.name, used.loss.config?.options),
    ...describeSchedule(options.schedule ?? 0.001),
    ...scalarsOf("", { stepsPerEpoch, accumulate, seed, microBatch }),
    ...scalarsOf("clip.", clip),
    ...scalarsOf("ema.", ema),
    ...scalarsOf("replicas.", typeof replicas === "object" ? replicas : { count: replicas }),
  };
}

function named(what: string, name: string, options: object | undefined): Hyperparameters {
  return { [what]: name, ...scalarsOf(`${what}.`, options) };
}

function describeSchedule(schedule: number | Schedule): Hyperparameters {
  if (typeof schedule === "number") return { learningRate: schedule };
  try {
    return { schedule: JSON.stringify(scheduleToJson(schedule)) };
  } catch {
    return { schedule: schedule.name === "" ? "function" : schedule.name }; // of the caller's own
  }
}

function scalarsOf(prefix: string, options: object | undefined): Hyperparameters {
  const scalars = Object.entries(options ?? {}).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? [[`${prefix}${name}`, value] as const]
      : [],
  );
  return Object.fromEntries(scalars);
}
