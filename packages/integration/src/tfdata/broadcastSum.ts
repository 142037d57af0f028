import { exact, numberOf, shapeOf } from "./values.ts";

/** A number, or lists of one shape to any depth. Plain JSON: a scan carries it. */
export type Sum = number | readonly Sum[];

/**
 * The sum of two elements, item by item, as NumPy and TensorFlow broadcast: what has fewer levels is added to each list
 * of the other, and what a list of one holds to each item. The components of a tuple are put into a list first, as there.
 *
 * @throws RangeError where lists have different lengths, none of them 1, or a sum is beyond 2^53.
 */
export function summed(sum: Sum, element: unknown): Sum {
  const x = asSum(element);
  const [before, shape] = [shapeOf(sum), shapeOf(x)];
  if (before === undefined || shape === undefined)
    throw new RangeError("lists or components of different shapes do not add up");
  const levels = Math.max(before.length, shape.length);
  const [a, b] = [before, shape].map((lengths) => [...Array<1>(levels - lengths.length).fill(1), ...lengths]);
  if (a.every((length, i) => length === b[i] || length === 1 || b[i] === 1))
    return plus(raised(sum, levels - before.length), raised(x, levels - shape.length));
  throw new RangeError(`lists of shapes [${before.join(", ")}] and [${shape.join(", ")}] do not add up`);
}

/** An element as plain lists: a tuple is none. */
function asSum(element: unknown): Sum {
  return Array.isArray(element) ? Array.from(element, asSum) : numberOf(element);
}

/** The same in more lists of one. */
function raised(sum: Sum, levels: number): Sum {
  return levels === 0 ? sum : raised([sum], levels - 1);
}

/** The sum of two of equally many levels, whose shapes fit. */
function plus(a: Sum, b: Sum): Sum {
  if (typeof a === "number" || typeof b === "number") return exact(numberOf(a) + numberOf(b));
  const length = a.length === 1 ? b.length : a.length;
  return Array.from({ length }, (_, i) => plus(a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]));
}
