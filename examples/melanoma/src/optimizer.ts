import { adam, adamW, lamb, lion, nadam, type Optimizer, rmsprop, sgd } from "@tensorloom/training";
import type { Options } from "./cli/options.ts";

/** The optimizers by the name of their flag. */
const OPTIMIZERS = { adam, adamw: adamW, lamb, lion, nadam, rmsprop } as const;

/** Builds the optimizer of `--optimizer` and `--decay`: Adam without decay, as in the notebook. */
export function buildOptimizer({ optimizer, decay }: Pick<Options, "optimizer" | "decay">): Optimizer {
  const options = decay === undefined ? {} : { weightDecay: decay };
  return optimizer === "sgd"
    ? sgd({ momentum: 0.9, nesterov: true, ...options })
    : OPTIMIZERS[optimizer](options);
}
