import { allVariables } from "@tensorloom/graph/internal";
import { tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { WeightAverage, WeightAverageState } from "../averaging/weightAverage.ts";
import type { Callback } from "../callbacks/callback.ts";
import { copyVariable } from "../model/copyVariable.ts";
import { stableVariableNames } from "../model/stableNames.ts";
import type { Trainer, TrainerState } from "../strategies/trainer.ts";
import type { ClassOrderState, ClassOrderWatch } from "./classOrder.ts";
import type { DataPosition } from "./epochIterator.ts";
import { type RunState, type SavedRunState, saveRunState } from "./runState.ts";

/** Everything that a checkpoint holds. Variables have names that are the same in every process. */
export interface SavedRun {
  /** What decides the numbers of the run. */
  readonly run: object;
  /** Its engine, backend and replicas. */
  readonly place: object;
  readonly state: SavedRunState;
  readonly data: DataPosition | undefined;
  readonly classOrder: ClassOrderState;
  readonly weights: NamedArrays;
  readonly trainer: TrainerState;
  readonly average: WeightAverageState | undefined;
  readonly callbacks: readonly SavedCallback[];
}

type NamedArrays = Readonly<Record<string, NDArray>>;

/** What a callback remembers. Callbacks of one name are matched by their order. */
interface SavedCallback {
  readonly name: string | undefined;
  readonly state: object;
}

/** The parts of a run whose states a checkpoint holds. */
export interface RunParts {
  readonly model: LayersModel;
  readonly state: RunState;
  readonly order: ClassOrderWatch;
  readonly trainer: Trainer;
  readonly average: WeightAverage | undefined;
  readonly callbacks: readonly Callback[];
}

/** Copies everything that a checkpoint holds, between two steps. The variables must have the trained weights. */
export async function collectRun(
  { model, state, order, trainer, average, callbacks }: RunParts,
  data: DataPosition | undefined,
): Promise<Omit<SavedRun, "run" | "place">> {
  const names = stableVariableNames(model);
  const weights: Record<string, NDArray> = {};
  for (const [name, variable] of allVariables(model))
    weights[names.get(name) ?? name] = await copyVariable(variable);
  const { optimizer, ...others } = await trainer.state();
  const averaged = await average?.state();
  return {
    state: saveRunState(state),
    data,
    classOrder: order.state(),
    weights,
    trainer: { ...others, optimizer: { ...optimizer, slots: renameSlots(optimizer.slots, names) } },
    average: averaged && { ...averaged, averages: rename(averaged.averages, names) },
    callbacks: callbacks.flatMap((callback) => {
      const saved = callback.state?.();
      return saved === undefined ? [] : [{ name: callback.name, state: saved }];
    }),
  };
}

/** Renames the arrays of a saved run to the names of the variables of this process. */
export function localizeRun(model: LayersModel, saved: SavedRun): SavedRun {
  const names = new Map([...stableVariableNames(model)].map(([own, stable]) => [stable, own]));
  const { trainer, average, weights } = saved;
  const { optimizer } = trainer;
  return {
    ...saved,
    weights: rename(weights, names),
    trainer: { ...trainer, optimizer: { ...optimizer, slots: renameSlots(optimizer.slots, names) } },
    average: average && { ...average, averages: rename(average.averages, names) },
  };
}

/** Writes saved weights to the model's variables. */
export function restoreWeights(model: LayersModel, weights: NamedArrays): void {
  for (const [name, variable] of allVariables(model)) {
    const value = tensor(weights[name].data, variable.shape, variable.dtype);
    variable.assign(value);
    value.dispose();
  }
}

/**
 * Has each callback continue from what it remembered.
 *
 * @returns The names of callbacks that were saved and are missing now.
 */
export function restoreCallbacks(
  callbacks: readonly Callback[],
  saved: readonly SavedCallback[],
): readonly string[] {
  const left = [...saved];
  for (const callback of callbacks) {
    if (callback.restore === undefined) continue;
    const at = left.findIndex(({ name }) => name === callback.name);
    if (at >= 0) callback.restore(left.splice(at, 1)[0].state);
  }
  return left.map(({ name = "one without a name" }) => name);
}

function rename(arrays: NamedArrays, names: ReadonlyMap<string, string>): NamedArrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [names.get(name) ?? name, array]));
}

/** Renames the variables in `VARIABLE/SLOT`. */
function renameSlots(slots: NamedArrays, names: ReadonlyMap<string, string>): NamedArrays {
  const entries = Object.entries(slots).map(([key, array]) => {
    const end = key.lastIndexOf("/");
    const variable = names.get(key.slice(0, end));
    return [variable === undefined ? key : `${variable}${key.slice(end)}`, array] as const;
  });
  return Object.fromEntries(entries);
}
