import { add, mul, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link sgd}.
 *
 * @inline
 */
export interface SgdOptions extends WeightDecayOptions {
  /** Fraction of the last update that is added to the next, from 0 to 1. Default 0. */
  readonly momentum?: number | undefined;
  /** Whether to use Nesterov momentum. Default false. */
  readonly nesterov?: boolean | undefined;
}

const OPTIONS: OptionKinds<SgdOptions> = {
  momentum: "number",
  nesterov: "boolean",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * Stochastic gradient descent, with optional momentum.
 *
 * `w -= rate g`; with momentum `s = momentum s - rate g, w += s`; with Nesterov momentum `w += momentum s - rate g`. The
 * learning rate is the `schedule` option of `fit`.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see `keras.optimizers.SGD`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError, sgd } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(-4, -2, 2, 4), shape: [4] },
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: meanSquaredError(),
 *   optimizer: sgd({ momentum: 0.9, nesterov: true }),
 *   schedule: 0.05,
 * });
 * epochs[29].logs["loss"] < 0.1; // => true
 * ```
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  rejectLearningRate("sgd", options);
  const checked = checkOptions("sgd", options, OPTIONS);
  const { momentum = 0, nesterov = false } = checked;
  finite("sgd: momentum", momentum, 0, 1);
  const decay = resolveWeightDecay("sgd", checked);
  const config = { name: "sgd", options: { momentum, nesterov, ...decay.options } };
  if (momentum === 0)
    return createOptimizer(
      config,
      {
        rule: "sgd",
        slots: [],
        constantsAt: (_update, rate) => ({ rate }),
        formula({ weight, gradient }, { rate }) {
          weight.assign(sub(weight, mul(gradient, rate)));
        },
      },
      decay,
    );
  return createOptimizer(
    config,
    {
      rule: nesterov ? "nesterov" : "momentum",
      slots: ["momentum"],
      constantsAt: (_update, rate) => ({ rate, momentum }),
      formula({ weight, gradient, slots: { momentum: velocity } }, { rate }) {
        const change = mul(gradient, rate);
        velocity.assign(sub(mul(velocity, momentum), change));
        weight.assign(add(weight, nesterov ? sub(mul(velocity, momentum), change) : velocity));
      },
    },
    decay,
  );
}
