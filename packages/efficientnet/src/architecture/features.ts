import { model as createModel, type LayersModel } from "@tensorflow/tfjs-layers";
import { shown } from "@tensorloom/core/internal";
import type { Plan } from "./plan.ts";

/**
 * The last layer before the network halves the image: the richest features of that size.
 *
 * @example
 * ```ts
 * import { type Endpoint, endpoints, plan } from "@tensorloom/efficientnet";
 *
 * const size = ({ stride, filters }: Endpoint, pixels: number): string =>
 *   `${pixels / stride} x ${pixels / stride} x ${filters}`;
 * endpoints(plan("B0")).map((endpoint) => size(endpoint, 512)).slice(2); // => ["64 x 64 x 40", "32 x 32 x 112", "16 x 16 x 320"]
 * ```
 */
export interface Endpoint {
  /** Pixels of the input per pixel of this layer: 2, 4, 8, 16 or 32. */
  readonly stride: number;
  /** The layer's name. */
  readonly layer: string;
  /** Its channels. */
  readonly filters: number;
}

/**
 * Lists the five feature layers for detectors and segmenters, largest first.
 *
 * @example
 * ```ts
 * import { endpoints, plan } from "@tensorloom/efficientnet";
 *
 * endpoints(plan("B0")).map(({ layer }) => layer); // => ["block1a_project_bn", "block2b_add", "block3b_add", "block5c_add", "block7a_project_bn"]
 * ```
 */
export function endpoints({ blocks }: Plan): readonly Endpoint[] {
  const found: Endpoint[] = [];
  let stride = 2; // after the stem
  for (const [index, block] of blocks.entries()) {
    stride *= block.stride;
    const next = blocks.at(index + 1);
    if (next?.stride === 1) continue;
    const layer = `${block.name}_${block.residual ? "add" : "project_bn"}`;
    found.push({ stride, layer, filters: block.filters.output });
  }
  return found;
}

/**
 * Creates a model with the outputs of named layers; it shares the layers and their weights.
 *
 * @throws RangeError if the model lacks a layer; it names all that are missing.
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { buildEfficientNet, endpoints, features, plan } from "@tensorloom/efficientnet";
 *
 * const model = buildEfficientNet("B0", { preprocessing: "unit", top: false, initialWeights: "zeros" });
 * const pyramid = features(model, endpoints(plan("B0")).map(({ layer }) => layer));
 * pyramid.outputs.map(({ shape }) => shape.at(-1)); // => [16, 24, 40, 112, 320]
 * ```
 */
export function features(model: LayersModel, names: readonly string[]): LayersModel {
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const missing = names.filter((name) => !layers.has(name));
  if (missing.length > 0 || names.length === 0)
    throw new RangeError(
      `features: expected names of layers of ${model.name}, got ${missing.map(shown).join(", ") || "none"}`,
    );
  return createModel({
    name: `${model.name}_features`,
    inputs: model.inputs,
    outputs: names.flatMap((name) => layers.get(name)?.output ?? []),
  });
}
