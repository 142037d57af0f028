import { checkOptions, checkSignal, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkInputs } from "../inputs/inputRows.ts";
import { inputArrays, type ModelInputs } from "../inputs/modelInputs.ts";
import { checkModel } from "../layers/checkModel.ts";
import { chooseLayer } from "../layers/chooseLayer.ts";
import { finalStepOf } from "../layers/finalStep.ts";
import { imageInputOf } from "../layers/imageInput.ts";
import { layerStepsOf } from "../layers/layerSteps.ts";
import { classIndices } from "../maps/classIndices.ts";
import { type SaliencyMap } from "../maps/saliencyMap.ts";
import type { GradCamMethod } from "./classMaps.ts";
import { explainBatch } from "./explainBatch.ts";

/**
 * Options of {@link gradCam}.
 *
 * @inline
 */
export interface GradCamOptions {
  /**
   * The layer whose channels are weighted, by its name or by its path in the models around it
   * (`backbone/top_activation`). Default: the last with an output of height and width.
   */
  readonly layer?: string | undefined;
  /**
   * The class to explain, a column of the model's output: one for all images or one for each. Default: the predicted
   * one; the only one of a model with a sigmoid.
   */
  readonly classIndex?: number | readonly number[] | undefined;
  /** Weights by the mean gradient, or by its positive part as in Grad-CAM++. Default `"gradCam"`. */
  readonly method?: GradCamMethod | undefined;
  /** Images that are computed together. Default 16. */
  readonly batchSize?: number | undefined;
  /** Called after each batch with the number of images so far, and of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Ends the work between batches; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionKinds<GradCamOptions> = {
  layer: "string",
  classIndex: "any",
  method: "string",
  batchSize: "number",
  onProgress: "function",
  signal: "any",
};

/**
 * Maps the places of each image that show a class, by Grad-CAM.
 *
 * `map = relu(sum over channels k of w_k A_k)`, divided by its largest number. `A` is the output of a layer, and `w_k` the
 * mean over its pixels of the gradient of the logit: the output before the final sigmoid or softmax, whose own gradient
 * vanishes for a confident model. The model runs in inference mode, once up to the layer and back from the logit.
 *
 * The model may hold models, be fused (as after `fit`) or folded, and have inputs besides the image.
 *
 * @param model - A layers model with one output `[batch, classes]`, channels last.
 * @param inputs - The images, preprocessed as in training; a list of inputs if the model has several.
 * @returns One map per image.
 * @throws RangeError if the inputs do not fit the model, the layer or class does not exist, or a map contains NaN; Error
 * if a layer masks its output.
 * @see Selvaraju et al. 2017, arXiv:1610.02391; Chattopadhay et al. 2018, arXiv:1710.11063 (Grad-CAM++)
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { gradCam } from "@tensorloom/explain";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [
 *     layers.conv2d({ filters: 1, kernelSize: 1, kernelInitializer: "ones", inputShape: [2, 2, 1] }),
 *     layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
 *     layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "ones" }),
 *   ],
 * });
 * const image = { data: Float32Array.of(0, 1, 2, 4), height: 2, width: 2, channels: 1 };
 * const [{ map, logit }] = await gradCam(model, [image]);
 * [map.data, logit]; // => [Float32Array.of(0, 0.25, 0.5, 1), 1.75]
 * ```
 */
export async function gradCam(
  model: LayersModel,
  inputs: ModelInputs,
  options: GradCamOptions = {},
): Promise<readonly SaliencyMap[]> {
  const {
    layer,
    classIndex,
    method = "gradCam",
    batchSize = 16,
    onProgress,
    signal,
  } = checkOptions("gradCam", options, OPTIONS);
  oneOf("gradCam: method", method, ["gradCam", "gradCam++"]);
  integer("gradCam: batchSize", batchSize, 1);
  checkSignal("gradCam: signal", signal);
  checkModel("gradCam", model);
  const all = layerStepsOf("gradCam", model);
  const target = chooseLayer("gradCam", model, all.steps, layer);
  const arrays = inputArrays("gradCam", inputs);
  const rows = checkInputs("gradCam", model, arrays);
  const image =
    arrays[
      imageInputOf(
        "gradCam",
        all,
        target,
        arrays.map(({ shape }) => shape.length),
      )
    ];
  const size = { height: image.shape[1], width: image.shape[2] };
  const classes = classIndices("gradCam", classIndex, {
    rows,
    classes: model.outputs[0].shape[1] ?? Infinity,
  });
  const explained = { ...all, target, final: finalStepOf(all), method, classes, size };
  const found: SaliencyMap[] = [];
  for (let from = 0; from < rows; from += batchSize) {
    signal?.throwIfAborted();
    const range = { from, to: Math.min(from + batchSize, rows) };
    found.push(...(await explainBatch(explained, arrays, range)));
    onProgress?.(range.to, rows);
  }
  return found;
}
