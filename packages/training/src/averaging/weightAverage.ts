import { add, mul, type Tensor, tidy, variable, type Variable } from "@tensorflow/tfjs-core";
import { updateVariables } from "@tensorloom/backend/internal";
import type { NDArray } from "@tensorloom/data";
import type { Variables } from "@tensorloom/graph/internal";
import { toTensor } from "../batch/batch.ts";
import { copyVariable } from "../model/copyVariable.ts";
import type { ResolvedEma } from "./emaOptions.ts";

/** The state of an average, as arrays outside the tensors. */
export interface WeightAverageState {
  readonly updates: number;
  /** The averages by variable. */
  readonly averages: Readonly<Record<string, NDArray>>;
}

/** The exponential moving average of a model's trained weights. The owner must dispose it. */
export interface WeightAverage {
  /** Moves the average towards the trained weights, after a step. */
  update(): void;
  /** Puts the average into the model's variables, and keeps the trained weights. Before the first update nothing happens. */
  useAverage(): void;
  /** Puts the trained weights back. A weight that was assigned meanwhile stays, and the average becomes it. */
  useTrained(): void;
  state(): Promise<WeightAverageState>;
  /** Disposes the average and what is kept. The variables keep the values that they have. */
  dispose(): void;
}

interface Averaged {
  readonly weight: Variable;
  readonly average: Variable;
}

interface Swapped extends Averaged {
  readonly trained: Tensor;
  /** The variable's data while it holds the average. */
  readonly dataId: object;
}

/**
 * Creates the average of trained weights, as Keras's `use_ema` computes it.
 *
 * At the first update the average is the weights, later `momentum * average + (1 - momentum) * weight`. Moving statistics
 * are not averaged. It needs the memory of one more copy of the weights.
 *
 * @param state - Continues exactly from the state of an earlier average.
 */
export function createWeightAverage(
  variables: Variables,
  { momentum, overwriteEvery }: ResolvedEma,
  state?: WeightAverageState,
): WeightAverage {
  let updates = state?.updates ?? 0;
  let swapped: readonly Swapped[] | undefined;
  const kept = new Map(Object.entries(state?.averages ?? {}));
  const all = new Map(
    [...variables].map(([name, weight]): [string, Averaged] => {
      const start = kept.get(name);
      const copy = (): Tensor => (start === undefined ? mul(weight, 1) : toTensor(name, start, weight.shape));
      return [name, { weight, average: tidy(() => variable(copy(), false)) }];
    }),
  );
  return {
    update() {
      moveAverages([...all.values()], updates === 0 ? 0 : momentum);
      updates++;
      if (overwriteEvery !== undefined && updates % overwriteEvery === 0)
        for (const { weight, average } of all.values()) weight.assign(average);
    },
    useAverage() {
      if (swapped !== undefined || updates === 0) return;
      swapped = [...all.values()].map(({ weight, average }) => {
        const trained = weight.clone();
        weight.assign(average); // shares the numbers; nothing is copied
        return { weight, average, trained, dataId: weight.dataId };
      });
    },
    useTrained() {
      for (const { weight, average, trained, dataId } of swapped ?? []) {
        if (weight.dataId === dataId) weight.assign(trained);
        else average.assign(weight);
        trained.dispose();
      }
      swapped = undefined;
    },
    async state() {
      const averages: Record<string, NDArray> = {};
      for (const [name, { average }] of all) {
        averages[name] = await copyVariable(average);
      }
      return { updates, averages };
    },
    dispose() {
      for (const { trained } of swapped ?? []) trained.dispose();
      for (const { average } of all.values()) average.dispose();
      swapped = undefined;
    },
  };
}

function moveAverages(all: readonly Averaged[], keep: number): void {
  const parts = all.map(({ weight, average }) => ({ weight: average, gradient: weight, slots: {} }));
  if (updateVariables("average", parts, { keep, take: 1 - keep })) return;
  for (const { weight, average } of all)
    tidy(() => {
      average.assign(add(mul(average, keep), mul(weight, 1 - keep)));
    });
}
