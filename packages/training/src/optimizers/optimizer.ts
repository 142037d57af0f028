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
import type { Variables } from "../model/variables.ts";

/**
 * An optimizer of this package as plain data, so that replicas can build the same one.
 *
 * @see Keras, `Optimizer.get_config`
 *
 * @inline
 */
export interface OptimizerConfig {
  readonly name: string;
  readonly options: object;
}

/** A rule that turns gradients into new weights: a recipe, whose memory begins with a run. */
export interface Optimizer {
  readonly name: string;
  /** How replicas make the same one again; without it replica 0 updates alone, and hands out its weights. */
  readonly config?: OptimizerConfig | undefined;
  /** Makes the memory for these variables, from an earlier run's state where it is given. */
  bind(variables: Variables, state?: OptimizerState): BoundOptimizer;
}

/** An optimizer at work. */
export interface BoundOptimizer {
  /** Changes every variable that has a gradient; gradients are left to the caller to dispose. */
  apply(gradients: NamedTensorMap, rate: number): void;
  /** Everything it remembers, by name: giving it to `begin` goes on exactly. */
  state(): Promise<OptimizerState>;
  dispose(): void;
}

/** What an optimizer remembers: how many updates there were, and `VARIABLE/SLOT` arrays. */
export interface OptimizerState {
  readonly updates: number;
  readonly slots: Readonly<Record<string, NDArray>>;
}

/** One variable's part of an update. */
export interface VariableUpdate {
  readonly weight: Variable;
  readonly gradient: Tensor;
  /** What the optimizer remembers of it, in the order of the slots' names. */
  readonly slots: readonly Variable[];
}

/** One update of all variables that have a gradient: new weights and slots are assigned inside. Runs in a tidy. */
export type Update = (parts: readonly VariableUpdate[]) => void;

/**
 * The common part of optimizers: slots by the variable's name, so that freezing or unfreezing layers between runs
 * cannot mix them up; made before the first step, so that every step leaves as many tensors as it found.
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
