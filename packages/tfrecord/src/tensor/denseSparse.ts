import { shapeText } from "@tensorloom/core/internal";
import type { AnyValues } from "../parse/columns/valueBuffer.ts";
import type { Sparse } from "../parse/specs/sparse.ts";

/** Writes the values of a sparse array into a dense one; leaves out those that are outside of `shape`. */
export function denseSparse(sparse: Sparse<AnyValues>, shape: readonly number[], data: AnyValues): void {
  const { values, indices, denseShape } = sparse;
  const rank = denseShape.length;
  if (indices.length !== values.length * rank)
    throw new RangeError(
      `toDense: indices must have ${String(values.length * rank)} numbers, ${String(rank)} per value, got ${String(indices.length)}`,
    );
  const target = data as unknown[]; // an array like `values`
  const seen = new Set<number | string>();
  const isSafe = Number.isSafeInteger(denseShape.reduce((product, size) => product * size, 1));
  for (let i = 0; i < values.length; i++) {
    let [at, stored, isInside, isKept] = [0, 0, true, true];
    for (let axis = 0; axis < rank; axis++) {
      const index = indices[i * rank + axis];
      isInside &&= index >= 0 && index < denseShape[axis];
      isKept &&= index < shape[axis];
      at = at * shape[axis] + index;
      stored = stored * denseShape[axis] + index;
    }
    const text = (): string => indices.subarray(i * rank, (i + 1) * rank).join(", ");
    if (!isInside)
      throw new RangeError(`toDense: indices must be inside ${shapeText(denseShape)}, got [${text()}]`);
    seen.add(isSafe ? stored : text());
    if (seen.size === i) throw new RangeError(`toDense: indices must differ, but [${text()}] occurs twice`);
    if (isKept) target[at] = values[i];
  }
}
