import type { NumberArray, Reduction } from "./communicator.ts";

/** Combines the others with `target`, from `from` to `to`, in the order of the list. */
export function reduceInto<T extends NumberArray>(
  reduction: Reduction,
  target: T,
  others: readonly T[],
  from: number,
  to: number,
): T {
  if (reduction === "sum" && target instanceof Float32Array)
    addFloats(target, others as unknown as readonly Float32Array[], from, to); // all have the type of target
  else for (const other of others) COMBINE[reduction](target, other, from, to);
  return target;
}

/** Apart from the others, so that the engine compiles it for one type of array. */
function addFloats(target: Float32Array, others: readonly Float32Array[], from: number, to: number): void {
  for (const other of others) {
    let i = from;
    for (; i + 4 <= to; i += 4) {
      target[i] += other[i]; // four in a turn take half of the time
      target[i + 1] += other[i + 1];
      target[i + 2] += other[i + 2];
      target[i + 3] += other[i + 3];
    }
    for (; i < to; i++) target[i] += other[i];
  }
}

const COMBINE: Readonly<
  Record<Reduction, (target: NumberArray, other: NumberArray, from: number, to: number) => void>
> = {
  sum(target, other, from, to) {
    for (let i = from; i < to; i++) target[i] += other[i];
  },
  max(target, other, from, to) {
    for (let i = from; i < to; i++) if (other[i] > target[i]) target[i] = other[i];
  },
  min(target, other, from, to) {
    for (let i = from; i < to; i++) if (other[i] < target[i]) target[i] = other[i];
  },
};
