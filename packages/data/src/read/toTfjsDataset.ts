import { callable } from "@tensorloom/core/internal";
import { assertSource } from "../validate.ts";
import { openParent } from "../pass/recipe.ts";
import type { Pass, Source } from "../source.ts";

/** What stock `LayersModel.fitDataset` and `evaluateDataset` read: the shape of a tfjs-data dataset. */
export interface TfjsDataset<T> {
  /** Elements in an epoch; NaN where unknown. */
  readonly size: number;
  /** The next epoch. It opens when its first element is asked for, and closes the one before. */
  iterator(): Promise<{ next(): Promise<IteratorResult<T>> }>;
  /** Closes the epoch that is open. tfjs never says that it has done: call it after `fitDataset`. */
  close(): Promise<void>;
}

/**
 * Lets stock tfjs-layers train on a source, without this package knowing tfjs.
 *
 * Each `iterator()` that is read is the next epoch, from 0: shuffles and random maps draw anew.
 *
 * @param source - Batches.
 * @param toTensors - What a batch becomes: `{ xs, ys }`. `fitDataset` disposes of them.
 * @example
 * ```ts
 * import { feed, range } from "@tensorloom/data";
 *
 * const batches = feed(range(4).batch(2), ([a, b]) => ({ xs: a, ys: b })); // tensors in real life
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
  /** Opens and closes one after another, whoever asks meanwhile. */
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
      let mine: Promise<Pass<T>> | undefined; // tfjs asks for one iterator that it never reads: that is no epoch
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
