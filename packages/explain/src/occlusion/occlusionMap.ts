import { checkOptions, checkSignal, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Image } from "@tensorloom/image";
import { checkInputs } from "../inputs/inputRows.ts";
import { inputArrays, type ModelInputs, type NumberArray } from "../inputs/modelInputs.ts";
import { checkModel } from "../layers/checkModel.ts";
import { classIndices } from "../maps/classIndices.ts";
import { largest } from "../maps/largest.ts";
import { type SaliencyMap, unitMap } from "../maps/saliencyMap.ts";
import { type Fill, fillColor } from "./fillColor.ts";
import { logitsOf } from "./logitsOf.ts";
import { meanDrops } from "./meanDrops.ts";
import { occludedBatch } from "./occludedBatch.ts";
import { patchGrid } from "./patchGrid.ts";

/**
 * Options of {@link occlusionMap}.
 *
 * @inline
 */
export interface OcclusionMapOptions {
  /** The side of the square patch, in pixels. Default: an eighth of the image's shorter side. */
  readonly size?: number | undefined;
  /** Pixels from one place of the patch to the next. Default: half the size. */
  readonly stride?: number | undefined;
  /** What the patch is filled with: `"mean"` (the default), the mean colour of the image; a number; one per channel. */
  readonly fill?: Fill | undefined;
  /** The class to explain, a column of the model's output. Default: the predicted one. */
  readonly classIndex?: number | undefined;
  /** Patches that are computed together. Default 16. */
  readonly batchSize?: number | undefined;
  /** Called after each batch with the number of patches so far, and of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Ends the work between batches; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionKinds<OcclusionMapOptions> = {
  size: "number",
  stride: "number",
  fill: "any",
  classIndex: "number",
  batchSize: "number",
  onProgress: "function",
  signal: "any",
};

/**
 * What each pixel of an image adds to the logit of a class.
 *
 * @inline
 */
interface OcclusionMap extends SaliencyMap {
  /** How far the logit falls on average if a pixel is covered, at the size of the image; negative if it rises. */
  readonly drops: Image<Float32Array>;
}

/**
 * Maps which parts of an image a class depends on, by covering them one after another.
 *
 * A patch is moved over the image, and the model predicts each copy. The drop of a place is the logit of the whole image
 * minus that of the copy, and a pixel has the mean drop of the patches that cover it. `map` and `heatmap` are the positive
 * drops, divided by the largest. Unlike {@link gradCam} it needs no gradients and no convolutions, but as many
 * predictions as there are places.
 *
 * @param model - A layers model with one output `[batch, classes]`, channels last.
 * @param inputs - One image as a list of it, preprocessed as in training; a list of inputs if the model has several, of
 *   which the first image is covered.
 * @throws RangeError if the inputs are not of one row or do not fit the model, the patch does not fit the image, or a
 * logit is NaN.
 * @see Zeiler and Fergus 2014, arXiv:1311.2901; Captum, `Occlusion`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { occlusionMap } from "@tensorloom/explain";
 *
 * await useBackend("cpu");
 * const mean = layers.globalAveragePooling2d({ dataFormat: "channelsLast", inputShape: [2, 2, 1] });
 * const image = { data: Float32Array.of(0, 4, 8, -4), height: 2, width: 2, channels: 1 };
 * const { drops, map } = await occlusionMap(sequential({ layers: [mean] }), [image], { size: 1, fill: 0 });
 * [drops.data, map.data]; // => [Float32Array.of(0, 1, 2, -1), Float32Array.of(0, 0.5, 1, 0)]
 * ```
 */
export async function occlusionMap(
  model: LayersModel,
  inputs: ModelInputs,
  options: OcclusionMapOptions = {},
): Promise<OcclusionMap> {
  const {
    fill = "mean",
    batchSize = 16,
    onProgress,
    signal,
    ...chosen
  } = checkOptions("occlusionMap", options, OPTIONS);
  integer("occlusionMap: batchSize", batchSize, 1);
  checkSignal("occlusionMap: signal", signal);
  checkModel("occlusionMap", model);
  const arrays = inputArrays("occlusionMap", inputs);
  integer("occlusionMap: the number of images", checkInputs("occlusionMap", model, arrays), 1, 1);
  const at = arrays.findIndex(({ shape }) => shape.length === 4);
  if (at < 0)
    throw new RangeError(`occlusionMap: ${model.name} must read an image [batch, height, width, channels]`);
  const image = imageOf(arrays[at]);
  const shorter = Math.min(image.height, image.width);
  const size = integer("occlusionMap: size", chosen.size ?? Math.max(1, Math.round(shorter / 8)), 1, shorter);
  const stride = integer("occlusionMap: stride", chosen.stride ?? Math.max(1, Math.floor(size / 2)), 1, size);
  const color = fillColor("occlusionMap", fill, image);
  const grid = patchGrid(image.height, image.width, size, stride);
  const [{ length: rows }, { length: columns }] = [grid.tops, grid.lefts];
  const total = rows * columns;

  const whole = await logitsOf(model, arrays);
  const [classIndex] = classIndices("occlusionMap", chosen.classIndex, {
    rows: 1,
    classes: whole.length,
  }) ?? [largest(whole)];
  const logit = whole[classIndex];
  const drops = new Float32Array(total);
  for (let from = 0; from < total; from += batchSize) {
    signal?.throwIfAborted();
    const to = Math.min(from + batchSize, total);
    const logits = await logitsOf(model, occludedBatch(arrays, at, { grid, size, color, from, to }));
    for (let patch = from; patch < to; patch++)
      drops[patch] = logit - logits[(patch - from) * whole.length + classIndex];
    onProgress?.(to, total);
  }
  const map = unitMap("occlusionMap", drops, { height: rows, width: columns });
  const pixels = meanDrops(drops, grid, size, image);
  return {
    map,
    heatmap: unitMap("occlusionMap", pixels, image),
    drops: { data: pixels, height: image.height, width: image.width, channels: 1 },
    classIndex,
    logit,
  };
}

function imageOf({ data, shape }: NumberArray): Image<Float32Array> {
  const [, height, width, channels] = shape;
  return { data: Float32Array.from(data), height, width, channels };
}
