import { shown } from "@tensorloom/core/internal";
import { pad } from "@tensorloom/data";

/** Numbers in lists to any depth. */
type Nested = number | readonly Nested[];

/** A number, in a place where nothing else may be. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  throw new TypeError(`expected a number, got ${shown(value)}`);
}

/** Levels where no number of them is said. */
const ALL = Infinity;

/**
 * The only number in a list, or in lists of lists: where tf.data does not know how many levels an element has, it takes
 * that as the number itself.
 */
export function lone(value: unknown, levels: number = ALL): unknown {
  return levels > 0 && Array.isArray(value) && value.length === 1 ? lone(value[0], levels - 1) : value;
}

/** A whole number that is exact, as tf.data's 64-bit ones are. */
export function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${String(value)} is beyond 2^53, where whole numbers are no longer exact`);
}

/** The remainder with the divisor's sign: Python's and TensorFlow's. A divisor of 0 is refused where it is met, as there. */
export function modulo(value: unknown, divisor: number): number {
  if (divisor === 0) throw new RangeError(`${shown(value)} mod 0 is asked for`);
  const rest = numberOf(value) % divisor;
  return rest !== 0 && rest < 0 !== divisor < 0 ? rest + divisor : rest;
}

/** The whole numbers below a count. */
export function upTo(count: number): readonly number[] {
  if (count >= 0) return Array.from({ length: count }, (_, i) => i);
  throw new RangeError(`a list of ${String(count)} numbers is asked for`);
}

/** A function of numbers, in every place of a list or tuple. */
export function everywhere(change: (x: number) => number): (element: unknown) => unknown {
  const go = (element: unknown): unknown =>
    Array.isArray(element) ? element.map(go) : exact(change(numberOf(element))) + 0; // no -0
  return go;
}

/** The lengths at each level of a value whose lists are alike; undefined where they are not. */
export function shapeOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return [];
  const shapes = value.map(shapeOf);
  const [first = []] = shapes;
  const alike = shapes.every((shape) => shape?.join() === first.join());
  return alike ? [value.length, ...first] : undefined;
}

/**
 * The elements of a batch as a list.
 *
 * @throws RangeError where they are lists of different lengths: tf.data refuses them too.
 */
export function rectangular(elements: readonly unknown[]): unknown[] {
  if (shapeOf(elements) !== undefined) return [...elements];
  const shapes = elements.map((element) => `[${shapeOf(element)?.join(", ") ?? "uneven"}]`);
  throw new RangeError(`a batch needs elements of one shape, got ${[...new Set(shapes)].join(" and ")}`);
}

/** The elements of a batch as a list, lists filled up to the longest. */
export function padded(elements: readonly unknown[], value: number): unknown {
  if (!elements.some(Array.isArray)) return [...elements];
  return pad(elements as readonly (readonly Nested[])[], { value }); // lists of numbers: pad refuses others
}
