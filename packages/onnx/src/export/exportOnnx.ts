import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { checkOptions, isRecord, oneOf, type OptionKinds, shown } from "@tensorloom/core/internal";
import { encodeModel } from "../format/encodeModel.ts";
import type { ImageLayout } from "../inference/emitInference.ts";
import { inferenceModel } from "../inference/inferenceModel.ts";

/**
 * Options of {@link exportOnnx}.
 *
 * @inline
 */
export interface ExportOnnxOptions {
  /**
   * How images lie at the inputs and outputs; default `"nhwc"`, as in the layers model.
   *
   * `"nhwc"` is `[batch, height, width, channels]`, the order of decoded pixels. `"nchw"` is `[batch, channels, height, width]`,
   * as PyTorch has it.
   */
  readonly layout?: ImageLayout | undefined;
  /** Names of the inputs; default: the names of the model's input layers. */
  readonly inputNames?: readonly string[] | undefined;
  /** Names of the outputs; default: the names of the model's output layers. */
  readonly outputNames?: readonly string[] | undefined;
  /** What each place of the output means. In the file's metadata under `labels`, as a JSON list. */
  readonly labels?: readonly string[] | undefined;
  /** What has to be done to an input before, as text. In the file's metadata under `preprocessing`. */
  readonly preprocessing?: string | undefined;
  /** More metadata. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the model is, as text. */
  readonly description?: string | undefined;
}

/** The kinds of these options. */
export const EXPORT_OPTIONS: OptionKinds<ExportOnnxOptions> = {
  layout: "string",
  inputNames: "object",
  outputNames: "object",
  labels: "object",
  preprocessing: "string",
  metadata: "object",
  description: "string",
};

/**
 * Exports a model as the bytes of an ONNX file for prediction.
 *
 * The file has standard operators of opset 20 alone, which ONNX Runtime 1.18 and later run on every platform. Weights are inside, batch
 * normalisations are folded, dropout is left out, and the batch is free. Inputs and outputs are float32. Predictions agree to 1e-5
 * relative. The model is not changed.
 *
 * @param model - Functional or sequential; models inside it are opened.
 * @throws UnsupportedLayerError that lists the layers that cannot be exported; RangeError if the file would exceed 2 GB.
 * @see https://onnx.ai/onnx/operators
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { exportOnnx } from "@tensorloom/onnx";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [4], units: 2, activation: "softmax" })] });
 * const bytes = await exportOnnx(model, { inputNames: ["features"], labels: ["cat", "dog"] });
 * bytes.length > 100; // => true
 * ```
 */
export async function exportOnnx(
  model: LayersModel,
  options: ExportOnnxOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const checked = checkOptions("exportOnnx", options, EXPORT_OPTIONS);
  if (model.inputs.length === 0) throw new RangeError(`exportOnnx: ${model.name} must have layers, got none`);
  const { layout = "nhwc", inputNames, outputNames, description } = checked;
  oneOf("exportOnnx: layout", layout, ["nchw", "nhwc"]);
  checkNames("inputNames", inputNames, model.inputs.length);
  checkNames("outputNames", outputNames, model.outputs.length);
  checkDistinct([...(inputNames ?? sourcesOf(model.inputs)), ...(outputNames ?? [])]);
  const metadata = metadataOf(model, checked);
  const graph = await inferenceModel(model, {
    layout,
    inputNames,
    outputNames: outputNames ?? sourcesOf(model.outputs),
    metadata,
    description,
  });
  return encodeModel(graph);
}

/** The names of the layers that make tensors. */
function sourcesOf(tensors: readonly SymbolicTensor[]): readonly string[] {
  return tensors.map(({ sourceLayer }) => sourceLayer.name);
}

function checkNames(option: string, names: readonly string[] | undefined, count: number): void {
  if (names === undefined) return;
  checkTexts(option, names);
  if (names.length !== count)
    throw new RangeError(
      `exportOnnx: ${option} must be ${String(count)} names, as many as the model has, got ${String(names.length)}`,
    );
}

function checkDistinct(names: readonly string[]): void {
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined)
    throw new RangeError(`exportOnnx: names must differ, got ${shown(repeated)} twice`);
}

function checkTexts(option: string, texts: readonly string[]): void {
  const values: unknown = texts;
  if (!Array.isArray(values))
    throw new TypeError(`exportOnnx: ${option} must be a list of texts, got ${shown(values)}`);
  const wrong = values.findIndex((text) => typeof text !== "string" || text === "");
  if (wrong >= 0)
    throw new TypeError(
      `exportOnnx: ${option}[${String(wrong)}] must be a non-empty text, got ${shown(values[wrong])}`,
    );
}

function metadataOf(
  model: LayersModel,
  { labels, metadata = {}, preprocessing }: ExportOnnxOptions,
): Readonly<Record<string, string>> {
  if (!isRecord(metadata))
    throw new TypeError(`exportOnnx: metadata must be a plain object of texts, got ${shown(metadata)}`);
  for (const [key, value] of Object.entries<unknown>(metadata))
    if (typeof value !== "string")
      throw new TypeError(`exportOnnx: metadata.${key} must be a text, got ${shown(value)}`);
  if (labels !== undefined) checkLabels(model, labels);
  return {
    ...metadata,
    ...(labels === undefined ? {} : { labels: JSON.stringify(labels) }),
    ...(preprocessing === undefined ? {} : { preprocessing }),
  };
}

/** A model with one output has a label for each place of it; one place may stand for two classes. */
function checkLabels(model: LayersModel, labels: readonly string[]): void {
  checkTexts("labels", labels);
  const places = model.outputs.length === 1 ? model.outputs[0].shape.at(-1) : undefined;
  if (typeof places === "number" && places > 1 && labels.length !== places)
    throw new RangeError(
      `exportOnnx: labels must be ${String(places)}, one for each place of the output, got ${String(labels.length)}`,
    );
}
