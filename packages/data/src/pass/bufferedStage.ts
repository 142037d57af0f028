import type { Operator } from "../source.ts";
import { assertStageSpec } from "../validate.ts";
import { BufferedPass } from "./bufferedPass.ts";
import type { BufferedStage } from "./bufferedWork.ts";
import { recipe } from "./recipe.ts";
import type { Memory } from "./stage.ts";

/**
 * Makes an operator that buffers elements.
 *
 * Its state has the positions of the buffered elements, never the elements: a resume pulls them again from a
 * checkpoint of the upstream.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { type Buffered, bufferedStage, SKIP } from "@tensorloom/data/operator";
 *
 * // Delivers each element one step late.
 * const delayed = <T>() =>
 *   bufferedStage<T, T, Record<string, never>>({
 *     label: "delayed()",
 *     size: (upstream) => upstream,
 *     checkpointEvery: 1,
 *     start: () => ({}),
 *     work() {
 *       const waiting: Buffered<T>[] = [];
 *       return {
 *         push: (buffered) => void waiting.push(buffered),
 *         pull: (ended) => (waiting.length > (ended ? 0 : 1) ? waiting.shift()!.element : SKIP),
 *         held: () => waiting,
 *       };
 *     },
 *   });
 * await range(3).apply(delayed()).toArray(); // => [0, 1, 2]
 * ```
 */
export function bufferedStage<A, B, M extends Memory>(spec: BufferedStage<A, B, M>): Operator<A, B> {
  assertStageSpec("bufferedStage", spec);
  return recipe({
    label: spec.label,
    ...(spec.size !== undefined && { size: spec.size }),
    ...(spec.functions && { functions: spec.functions }),
    ...(spec.random && { random: spec.random }),
    open: (upstream, start, label) => new BufferedPass(spec, upstream, start, label),
  });
}
