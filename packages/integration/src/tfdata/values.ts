import { shown } from "@tensorloom/core/internal";
import { pad } from "@tensorloom/data";

/** Numbers in lists to any depth. */
type Nested = number | readonly Nested[];

/** Returns a number; throws for anything else. */
export function requireNumber(value: unknown): number {
  if (typeof value === "number") return value;
  throw new TypeError(`expected a number, got ${shown(value)}`);
}

/** The default of `levels`: no limit. */
const ALL = Infinity;

/**
 * Takes the only number out of a list, or out of lists of lists.
 *
 * tf.data does so if it does not know how many levels an element has.
 */
export function unwrapSingle(value: unknown, levels: number = ALL): unknown {
  return levels > 0 && Array.isArray(value) && value.length === 1
    ? unwrapSingle(value[0], levels - 1)
    : value;
}

/** Returns a whole number; throws if it is too large to be exact, unlike tf.data's 64-bit integers. */
export function requireExact(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${String(value)} is beyond 2^53: larger whole numbers are not exact`);
}

/** The remainder with the divisor's sign, as in Python and TensorFlow. A divisor of 0 throws for each element. */
export function modulo(value: unknown, divisor: number): number {
  if (divisor === 0) throw new RangeError(`${shown(value)} mod 0 is undefined`);
  const rest = requireNumber(value) % divisor;
  return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest;
}

/** The whole numbers from 0 up to a count. */
export function countTo(count: number): readonly number[] {
  if (count >= 0) return Array.from({ length: count }, (_, i) => i);
  throw new RangeError(`a list cannot hold ${String(count)} numbers`);
}

/** Applies a function to every number in a list or tuple. */
export function mapNumbers(change: (x: number) => number): (element: unknown) => unknown {
  const go = (element: unknown): unknown =>
    Array.isArray(element) ? element.map(go) : requireExact(change(requireNumber(element))) + 0; // no -0
  return go;
}

/** The length at each level of nested lists; undefined if the lists of a level differ in length. */
export function shapeOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return [];
  const shapes = value.map(shapeOf);
  const [first = []] = shapes;
  const areEqual = shapes.every((shape) => shape?.join() === first.join());
  return areEqual ? [value.length, ...first] : undefined;
}

/**
 * Copies the elements of a batch into a list.
 *
 * @throws RangeError if they are lists of different lengths, as in tf.data.
 */
export function requireRectangular(elements: readonly unknown[]): unknown[] {
  if (shapeOf(elements) !== undefined) return [...elements];
  const shapes = elements.map((element) => `[${shapeOf(element)?.join(", ") ?? "uneven"}]`);
  throw new RangeError(`a batch needs elements of one shape, got ${[...new Set(shapes)].join(" and ")}`);
}

/** Copies the elements of a batch into a list, and fills lists up to the longest. */
export function padLists(elements: readonly unknown[], value: number): unknown {
  if (!elements.some(Array.isArray)) return [...elements];
  return pad(elements as readonly (readonly Nested[])[], { value }); // lists of numbers: pad refuses others
}
