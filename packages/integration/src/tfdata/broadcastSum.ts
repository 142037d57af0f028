import { requireExact, requireNumber, shapeOf } from "./values.ts";

/** A number, or lists of one shape to any depth. Plain JSON: a scan carries it. */
export type Sum = number | readonly Sum[];

/**
 * Adds two elements item by item, with NumPy's broadcasting.
 *
 * An element with fewer levels is added to each list of the other, and the item of a list of one to each item. The
 * components of a tuple become a list first, as in TensorFlow.
 *
 * @throws RangeError if lists have different lengths, none of them 1, or a sum is beyond 2^53.
 */
export function broadcastSum(sum: Sum, element: unknown): Sum {
  const x = toLists(element);
  const [before, shape] = [shapeOf(sum), shapeOf(x)];
  if (before === undefined || shape === undefined)
    throw new RangeError("lists or components of different shapes do not add up");
  const levels = Math.max(before.length, shape.length);
  const [a, b] = [before, shape].map((lengths) => [...Array<1>(levels - lengths.length).fill(1), ...lengths]);
  if (a.every((length, i) => length === b[i] || length === 1 || b[i] === 1))
    return addItems(addLevels(sum, levels - before.length), addLevels(x, levels - shape.length));
  throw new RangeError(`lists of shapes [${before.join(", ")}] and [${shape.join(", ")}] do not add up`);
}

/** An element as plain lists, without tuples. */
function toLists(element: unknown): Sum {
  return Array.isArray(element) ? Array.from(element, toLists) : requireNumber(element);
}

/** The same in more lists of one. */
function addLevels(sum: Sum, levels: number): Sum {
  return levels === 0 ? sum : addLevels([sum], levels - 1);
}

/** The sum of two of equally many levels, whose shapes fit. */
function addItems(a: Sum, b: Sum): Sum {
  if (typeof a === "number" || typeof b === "number")
    return requireExact(requireNumber(a) + requireNumber(b));
  const length = a.length === 1 ? b.length : a.length;
  return Array.from({ length }, (_, i) => addItems(a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]));
}
