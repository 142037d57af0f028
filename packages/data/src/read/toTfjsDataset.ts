import { callable } from "@tensorloom/core/internal";
import { assertSource } from "../validate.ts";
import { openParent } from "../pass/recipe.ts";
import type { Pass, Source } from "../source.ts";

/**
 * The part of a tfjs-data dataset that `LayersModel.fitDataset` and `evaluateDataset` read.
 *
 * @inline
 */
export interface TfjsDataset<T> {
  /** Elements in an epoch; NaN if unknown. */
  readonly size: number;
  /** Returns the next epoch. It opens at its first `next()`, and closes the one before. */
  iterator(): Promise<{ next(): Promise<IteratorResult<T>> }>;
  /** Closes the epoch that is open. tfjs does not: call it after `fitDataset`. */
  close(): Promise<void>;
}

/**
 * Adapts a source for `LayersModel.fitDataset` of tfjs-layers.
 *
 * Each `iterator()` that is read is the next epoch, from 0: shuffles and random maps draw new numbers.
 *
 * @param source - Batches.
 * @param toTensors - Turns a batch into `{ xs, ys }`. `fitDataset` disposes of the tensors.
 * @example
 * ```ts
 * import { range, toTfjsDataset } from "@tensorloom/data";
 *
 * const batches = toTfjsDataset(range(4).batch(2), ([a, b]) => ({ xs: a, ys: b })); // in a program: tensors
 * const epoch = await batches.iterator();
 * (await epoch.next()).value; // => ({ xs: 0, ys: 1 })
 * await batches.close();
 * ```
 */
export function toTfjsDataset<T, R>(
  source: Source<T>,
  toTensors: (batch: T) => R | Promise<R>,
): TfjsDataset<R> {
  assertSource("toTfjsDataset: source", source);
  callable("toTfjsDataset: toTensors", toTensors);
  let epoch = 0;
  let open: Pass<T> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Runs opens and closes one after another. */
  const inTurn = <V>(go: () => Promise<V>): Promise<V> => {
    const turn = last.then(go);
    last = turn.catch(() => undefined);
    return turn;
  };
  const closeOpen = async (): Promise<void> => {
    const pass = open;
    open = undefined;
    await pass?.close();
  };
  const begin = async (): Promise<Pass<T>> => {
    await closeOpen();
    return (open = openParent(source, { epoch: epoch++ }));
  };
  return {
    size: source.size ?? NaN,
    close: () => inTurn(closeOpen),
    iterator() {
      let mine: Promise<Pass<T>> | undefined; // tfjs makes one iterator that it never reads: it is not an epoch
      return Promise.resolve({
        async next(): Promise<IteratorResult<R>> {
          const pass = await (mine ??= inTurn(begin));
          const step = await pass.next();
          if (step.done !== true) return { done: false, value: await toTensors(step.value) };
          await pass.close();
          return step;
        },
      });
    },
  };
}
