import type { EngineChoice } from "../engine/engineChoice.ts";
import type { MemoryPlan } from "../engine/memoryPlan.ts";
import type { EpochEnd } from "../callbacks/events.ts";

/**
 * The result of a training run.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, type History, meanSquaredError } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(2), shape: [1] } };
 * const history: History = await fit(model, { train: fromArray([batch]), epochs: 3, loss: meanSquaredError(), schedule: 0.1 });
 * const [first, , last] = history.epochs.map(({ logs }) => logs["loss"]);
 * [first, last < first]; // => [4, true]
 * [history.steps, history.stopped]; // => [3, undefined]
 * ```
 */
export interface History {
  /** One entry per epoch. */
  readonly epochs: readonly EpochEnd[];
  /** Number of train steps. */
  readonly steps: number;
  /** Why the run stopped early; `undefined` if all epochs were run. */
  readonly stopped: string | undefined;
  /** The engine that computed the last step, and why it was this one. */
  readonly engine?: EngineChoice | undefined;
  /** How a step was computed so that it fits into memory; undefined if no limit is known. */
  readonly memoryPlan?: MemoryPlan | undefined;
}
