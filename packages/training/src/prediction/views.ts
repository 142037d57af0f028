import { keepPlacement, placementOf } from "../ranks/placement.ts";
import { random, type Random } from "@tensorloom/core";
import { callable, integer, shown, sizeOf } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { type InputBatch, inputArrays } from "../batch/batch.ts";
import { sliceRows } from "../batch/rows.ts";
import { throwWrongType } from "../batch/throwWrongType.ts";

/**
 * A row of `[height, width, channels]`, as `@tensorloom/image` has it.
 *
 * @inline
 */
interface RowImage {
  readonly data: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * A change of a batch's inputs. `random(row)` is the stream of random numbers of a row of the batch.
 *
 * @inline
 */
interface BatchView {
  readonly batch: (
    inputs: InputBatch["inputs"],
    random: (row: number) => Random,
  ) => InputBatch["inputs"] | Promise<InputBatch["inputs"]>;
}

/**
 * A view of each row: a function of its image, or `{ batch }` with a function of the inputs of the whole batch.
 *
 * @inline
 */
export type AugmentedView = ((image: RowImage, random: Random) => RowImage) | BatchView;

/** Makes view number `at` of a batch whose first row has a position in the source. */
export interface Views {
  readonly count: number;
  of(at: number, batch: InputBatch, position: number): Promise<InputBatch>;
}

/** The options that decide the views. */
export interface ViewsOptions {
  readonly augmentations?: readonly AugmentedView[] | undefined;
  readonly includeOriginal?: boolean | undefined;
  readonly seed?: number | undefined;
}

/**
 * Checks the options of test-time augmentation.
 *
 * @throws TypeError if an augmentation is neither a function nor `{ batch }`; RangeError if there is no view at all.
 */
export function resolveViews(
  caller: string,
  { augmentations = [], includeOriginal = true, seed = 0 }: ViewsOptions,
): Views {
  integer(`${caller}: seed`, seed);
  const list: unknown = augmentations;
  if (!Array.isArray(list))
    throwWrongType(`${caller}: augmentations`, "a list of functions", list, "write [flipLeftRight]");
  for (const [at, one] of augmentations.entries()) {
    const value: unknown = one;
    const isBatch = typeof value === "object" && value !== null && "batch" in value;
    const name = `${caller}: augmentations[${String(at)}]`;
    callable(isBatch ? `${name}.batch` : name, (isBatch ? value.batch : value) as () => unknown);
  }
  const views = [...(includeOriginal ? [undefined] : []), ...augmentations];
  if (views.length === 0)
    throw new RangeError(`${caller}: augmentations must not be empty if includeOriginal is false`);
  return {
    count: views.length,
    async of(at, batch, position) {
      const view = views[at];
      if (view === undefined) return batch;
      const { index, count } = placementOf(batch) ?? { index: 0, count: 1 };
      const randomOf = (row: number): Random => random(seed, at, position + index + row * count);
      const name = `${caller}: augmentations[${String(at - (includeOriginal ? 1 : 0))}]`;
      const inputs =
        typeof view === "function"
          ? mapImages(name, batch.inputs, view, randomOf)
          : await view.batch(batch.inputs, randomOf);
      return keepPlacement(batch, { ...batch, inputs });
    },
  };
}

/** Applies a function to a copy of each row's image, and stacks what it returns. Inputs besides the image stay. */
function mapImages(
  name: string,
  inputs: InputBatch["inputs"],
  view: (image: RowImage, random: Random) => RowImage,
  randomOf: (row: number) => Random,
): InputBatch["inputs"] {
  const arrays = inputArrays(name, { inputs });
  const at = arrays.findIndex(holdsImages);
  if (at < 0 || arrays.findLastIndex(holdsImages) !== at) throw notImages(name, arrays);
  const mapped = mapRows(name, arrays[at], view, randomOf);
  return "shape" in inputs ? mapped : arrays.with(at, mapped);
}

function holdsImages({ data, shape }: NDArray): boolean {
  return shape.length === 4 && (data instanceof Uint8Array || data instanceof Float32Array);
}

function notImages(name: string, arrays: readonly NDArray[]): RangeError {
  const got = arrays.map(({ data, shape }) => `a ${data[Symbol.toStringTag]} of shape [${shape.join(", ")}]`);
  return new RangeError(
    `${name} is a function of an image, so inputs must hold one array of [rows, height, width, channels] in bytes or float32, ` +
      `got ${got.join(" and ")}; for other inputs write { batch: (inputs) => … }`,
  );
}

function mapRows(
  name: string,
  array: NDArray,
  view: (image: RowImage, random: Random) => RowImage,
  randomOf: (row: number) => Random,
): NDArray {
  const [rows, height, width, channels] = array.shape;
  if (rows === 0) return array;
  const images = Array.from({ length: rows }, (_, row) => {
    const copy = sliceRows(array, row, 1).data.slice() as Uint8Array | Float32Array; // holdsImages; the view may write to it
    return checkView(name, view({ data: copy, height, width, channels }, randomOf(row)));
  });
  return stackImages(name, images);
}

function checkView(name: string, image: RowImage): RowImage {
  const value: unknown = image;
  const isImage =
    typeof value === "object" &&
    value !== null &&
    ["data", "height", "width", "channels"].every((key) => key in value);
  if (!isImage)
    throw new TypeError(
      `${name} must return an image { data, height, width, channels }, got ${shown(value)}`,
    );
  return image;
}

function stackImages(name: string, images: readonly RowImage[]): NDArray {
  const [{ data: first, height, width, channels }] = images;
  const size = sizeOf([height, width, channels]);
  const length = images.length * size;
  const data = first instanceof Float32Array ? new Float32Array(length) : new Uint8Array(length);
  for (const [row, image] of images.entries()) {
    const isSame = image.height === height && image.width === width && image.channels === channels;
    if (!isSame || image.data.length !== size || image.data.constructor !== first.constructor)
      throw new RangeError(
        `${name} must return images of one size and type, got ${describe(images[0])} and then ${describe(image)}`,
      );
    data.set(image.data, row * size);
  }
  return { data, shape: [images.length, height, width, channels] };
}

function describe({ data, height, width, channels }: RowImage): string {
  return `${String(height)}x${String(width)}x${String(channels)} with ${String(data.length)} numbers in a ${data[Symbol.toStringTag]}`;
}
