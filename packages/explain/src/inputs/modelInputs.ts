import { checkSize, isObject, shapeText, shown } from "@tensorloom/core/internal";
import type { Image } from "@tensorloom/image";

/**
 * Numbers with a shape, as in the batches of `@tensorloom/data`.
 *
 * @inline
 */
export interface NumberArray {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/**
 * One input of a model: an array `[rows, ...]`, or a list of images of one size, one per row.
 *
 * @inline
 */
type ModelInput = NumberArray | readonly Image[];

/**
 * The inputs of a model: for one input the images, for several a list in the model's order.
 *
 * An input is a list of images of one size, or an array `{ data, shape }` with one row per picture, as a batch has it.
 * Values are passed on as they are, so bytes stay in 0..255: pass what the model was trained on.
 *
 * @example
 * ```ts
 * import type { ModelInputs } from "@tensorloom/explain";
 *
 * const image = { data: new Uint8Array(12), height: 2, width: 2, channels: 3 };
 * const pictures: ModelInputs = [image, image];
 * const withMetadata: ModelInputs = [pictures, { data: Float32Array.of(0.5, 0.2), shape: [2, 1] }];
 * withMetadata.length; // => 2
 * ```
 */
export type ModelInputs = ModelInput | readonly ModelInput[];

/**
 * Converts inputs to one float array per input of the model.
 *
 * @throws TypeError if an input is neither an array nor a list of images; RangeError if images differ in size.
 */
export function inputArrays(caller: string, inputs: ModelInputs): readonly NumberArray[] {
  const value: unknown = inputs; // JavaScript may pass anything
  if (isArray(value)) return [checked(caller, value)];
  if (!Array.isArray(value) || value.length === 0) throw wrongInputs(caller, value);
  if (value.every(isImage)) return [stackImages(caller, value)];
  return value.map((input: unknown) => {
    if (isArray(input)) return checked(caller, input);
    if (Array.isArray(input) && input.length > 0 && input.every(isImage)) return stackImages(caller, input);
    throw wrongInputs(caller, input);
  });
}

function isArray(value: unknown): value is NumberArray {
  return isObject(value) && "shape" in value && "data" in value && Array.isArray(value["shape"]);
}

function isImage(value: unknown): value is Image {
  return isObject(value) && "height" in value && "width" in value && "data" in value;
}

function checked(caller: string, array: NumberArray): NumberArray {
  checkSize(`${caller}: inputs`, array);
  return array;
}

function wrongInputs(caller: string, value: unknown): TypeError {
  const hint = isImage(value) ? "; write [image]" : "";
  return new TypeError(
    `${caller}: inputs must be a list of images, an array { data, shape }, or a list of those, got ${shown(value)}${hint}`,
  );
}

function stackImages(caller: string, images: readonly Image[]): NumberArray {
  const shapes = images.map(({ height, width, channels }) => [height, width, channels]);
  const [first] = shapes;
  for (const [at, shape] of shapes.entries()) {
    if (shapeText(shape) !== shapeText(first))
      throw new RangeError(
        `${caller}: images must have one size, got ${shapeText(first)} and, at ${String(at)}, ${shapeText(shape)}; resize them first`,
      );
    checkSize(`${caller}: images[${String(at)}]`, { data: images[at].data, shape });
  }
  const size = images[0].data.length;
  const data = new Float32Array(images.length * size);
  images.forEach((image, at) => {
    data.set(image.data, at * size);
  });
  return { data, shape: [images.length, ...first] };
}
