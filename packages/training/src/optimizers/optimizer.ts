import type { Variables } from "@tensorloom/graph/internal";
import {
  type NamedTensorMap,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import { toTensor } from "../batch/batch.ts";

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

/** The update of one variable. */
interface VariableUpdate {
  readonly weight: Variable;
  readonly gradient: Tensor;
  /** The variable's slots, in the order of the slots' names. */
  readonly slots: readonly Variable[];
}

/** Updates all variables that have a gradient, by assigning weights and slots. Runs in a tidy. */
export type Update = (parts: readonly VariableUpdate[]) => void;

/**
 * Creates an optimizer with named slots.
 *
 * Slots are stored by the variable's name, so that freezing or unfreezing layers between runs cannot mix them up. They
 * are created before the first step, so that no step changes the number of tensors.
 */
export function createOptimizer(
  config: OptimizerConfig,
  slotNames: readonly string[],
  updateAt: (update: number, rate: number) => Update,
): Optimizer {
  return {
    name: config.name,
    config,
    bind(variables, state) {
      let updates = state?.updates ?? 0;
      const slots = new Map(
        [...variables].map(([of, weight]) => [
          of,
          slotNames.map((slot) => createSlot(weight, `${of}/${slot}`, state)),
        ]),
      );
      return {
        apply(gradients, rate) {
          updates++;
          const found = new Map(Object.entries(gradients));
          const parts = [...variables].flatMap(([of, weight]): VariableUpdate[] => {
            const [gradient, remembered] = [found.get(of), slots.get(of)];
            return gradient === undefined || remembered === undefined
              ? []
              : [{ weight, gradient, slots: remembered }];
          });
          tidy(() => updateAt(updates, rate)(parts));
        },
        async state() {
          const kept: Record<string, NDArray> = {};
          for (const [of, list] of slots) {
            for (const [at, slot] of list.entries()) {
              const data = await slot.data<"float32">();
              kept[`${of}/${slotNames[at]}`] = { data: data.slice(), shape: slot.shape };
            }
          }
          return { updates, slots: kept };
        },
        dispose() {
          for (const list of slots.values()) for (const slot of list) slot.dispose();
        },
      };
    },
  };
}

function createSlot(weight: Variable, name: string, state: OptimizerState | undefined): Variable {
  const kept = new Map(Object.entries(state?.slots ?? {})).get(name);
  return tidy(() =>
    variable(kept === undefined ? zerosLike(weight) : toTensor(name, kept, weight.shape), false),
  );
}
