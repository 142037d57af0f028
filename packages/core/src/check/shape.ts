/**
 * The number of elements that a shape holds: the product of its sides.
 *
 * @example
 * ```ts
 * import { sizeOf } from "@tensorloom/core/internal";
 *
 * [sizeOf([2, 3, 4]), sizeOf([])]; // => [24, 1]
 * ```
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/**
 * A shape in an error message. A side of `null`, as tfjs has it for the batch, is written `any`.
 *
 * @example
 * ```ts
 * import { shapeText } from "@tensorloom/core/internal";
 *
 * shapeText([null, 224, 224, 3]); // => "[any, 224, 224, 3]"
 * ```
 */
export function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape.map((side) => side ?? "any").join(", ")}]`;
}

/**
 * Checks that an array holds as many numbers as its shape.
 *
 * @throws RangeError if it does not.
 * @example
 * ```ts
 * import { checkSize } from "@tensorloom/core/internal";
 *
 * checkSize("fit: inputs", { data: Float32Array.of(1, 2), shape: [1, 2] });
 * ```
 */
export function checkSize(
  name: string,
  { data, shape }: { readonly data: { readonly length: number }; readonly shape: readonly number[] },
): void {
  if (sizeOf(shape) === data.length) return;
  throw new RangeError(
    `${name} of shape ${shapeText(shape)} must hold ${String(sizeOf(shape))} numbers, got ${String(data.length)}`,
  );
}
