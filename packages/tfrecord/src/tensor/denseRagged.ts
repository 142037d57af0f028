import type { AnyValues } from "../parse/columns/valueBuffer.ts";
import type { Ragged } from "../parse/specs/ragged.ts";

/** Writes the rows of a ragged array into a dense one; cuts rows that are longer than `shape`. */
export function denseRagged(ragged: Ragged<AnyValues>, shape: readonly number[], data: AnyValues): void {
  const { values, rowSplits } = ragged;
  const target = data as unknown[]; // an array like `values`
  const last = rowSplits.length;
  /** Writes the items `from` to `to` of a level into the block that starts at `at`. */
  const write = (level: number, from: number, to: number, at: number): void => {
    const end = Math.min(to, from + shape[level]);
    const size = shape.slice(level + 1).reduce((product, one) => product * one, 1);
    for (let item = from; item < end; item++) {
      const start = at + (item - from) * size;
      if (level === last) target[start] = values[item];
      else write(level + 1, rowSplits[level][item], rowSplits[level][item + 1], start);
    }
  };
  write(0, 0, rowSplits[0].length - 1, 0);
}
