import type { Variables } from "@tensorloom/graph/internal";
import type { NamedTensorMap } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";

/**
 * An optimizer of this package as plain data, so that replicas can build the same one.
 *
 * @inline
 * @see Keras, `Optimizer.get_config`
 */
export interface OptimizerConfig {
  readonly name: string;
  readonly options: object;
}

/**
 * A rule that updates weights from gradients. It has no state of its own: `bind` creates that for a run.
 *
 * @example
 * ```ts
 * import { mul, sign, sub } from "@tensorflow/tfjs-core";
 * import type { Optimizer } from "@tensorloom/training";
 *
 * const signDescent: Optimizer = {
 *   name: "signDescent",
 *   bind: (variables) => ({
 *     apply(gradients, learningRate) {
 *       for (const [name, variable] of variables)
 *         if (name in gradients) variable.assign(sub(variable, mul(sign(gradients[name]), learningRate)));
 *     },
 *     state: () => Promise.resolve({ updates: 0, slots: {} }),
 *     dispose: () => undefined,
 *   }),
 * };
 * signDescent.name; // => "signDescent"
 * ```
 */
export interface Optimizer {
  /** The name in messages. */
  readonly name: string;
  /** How replicas build the same optimizer. Without it only rank 0 updates, and broadcasts the weights. */
  readonly config?: OptimizerConfig | undefined;
  /** Numbers that the state holds for each weight, by which `fit` plans memory. Default 2, as Adam's. */
  readonly slots?: number | undefined;
  /** Creates the optimizer's state (slots) for these variables, or restores it from an earlier run. */
  bind(variables: Variables, state?: OptimizerState): BoundOptimizer;
}

/**
 * An optimizer with its state for the variables of one run.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { type BoundOptimizer, sgd } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const optimizer: BoundOptimizer = sgd().bind(new Map([["dense/kernel", weight]]));
 * const gradient = tensor1d([2]);
 * optimizer.apply({ "dense/kernel": gradient }, 0.25); // a learning rate of 0.25
 * weight.dataSync(); // => Float32Array.of(0.5)
 * gradient.dispose();
 * optimizer.dispose();
 * ```
 */
export interface BoundOptimizer {
  /** Updates every variable that has a gradient. The caller disposes the gradients. */
  apply(gradients: NamedTensorMap, learningRate: number): void;
  /** Returns the state. `bind` continues exactly from it. */
  state(): Promise<OptimizerState>;
  /** Disposes the tensors of the state. */
  dispose(): void;
}

/**
 * The state of an optimizer, as arrays outside the tensors.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { adam, type OptimizerState } from "@tensorloom/training";
 *
 * const weights = new Map([["dense/kernel", variable(tensor1d([1]))]]);
 * const first = adam().bind(weights);
 * first.apply({ "dense/kernel": tensor1d([2]) }, 0.1);
 * const state: OptimizerState = await first.state(); // save it with the model
 *
 * const resumed = adam().bind(weights, state); // continues with the same moments
 * [state.updates, Object.keys((await resumed.state()).slots)]; // => [1, ["dense/kernel/m", "dense/kernel/v"]]
 * ```
 */
export interface OptimizerState {
  /** Number of updates so far. */
  readonly updates: number;
  /** Slot arrays, such as Adam's moments, by `VARIABLE/SLOT`. */
  readonly slots: Readonly<Record<string, NDArray>>;
}
