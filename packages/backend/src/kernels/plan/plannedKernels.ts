import { sizeOf } from "@tensorloom/core/internal";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { ConvolutionAttributes } from "../convolution/convolutionShape.ts";
import { fusedConvolution, type FusedConvolutionAttributes } from "../convolution/fusedConvolution.ts";
import { normalizedDepthwise } from "../convolution/normalizedDepthwise.ts";
import { addAll } from "../elementwise/addAll.ts";
import { type NormalizationAttributes, normalize } from "../normalization/normalizationKernels.ts";
import type { NormalizationInputs } from "../normalization/scaleAndShift.ts";
import { gatedProjection, isWorthGating } from "../squeezeExcite/gatedProjection.ts";
import { type GateAttributes, gateValues } from "../squeezeExcite/gateKernels.ts";
import { imageMeans, imageScale } from "../squeezeExcite/imageKernels.ts";
import { shareData } from "../wasm/wasmEngine.ts";
import type { RecordingEngine } from "./recordingEngine.ts";

/** One of the two small layers of a squeeze-and-excite. */
interface GateWeights {
  readonly kernel: TensorInfo;
  readonly bias: TensorInfo;
}

/**
 * The kernels of a prediction while it is planned.
 *
 * Each returns the place of its result, which `release` makes free for later results. Arguments are results, or tensors: those
 * are weights, whose numbers stay the same as long as the plan is used.
 *
 * @example
 * ```ts
 * import type { PlannedKernels, PlannedValues } from "@tensorloom/backend/internal";
 *
 * function doubled(kernels: PlannedKernels): PlannedValues {
 *   const x = kernels.input([1, 4]);
 *   return { inputs: [x], outputs: [kernels.sum([x, x])] };
 * }
 * typeof doubled; // => "function"
 * ```
 */
export class PlannedKernels {
  readonly #engine: RecordingEngine;

  constructor(engine: RecordingEngine) {
    this.#engine = engine;
  }

  /** A place for an input. */
  input(shape: readonly number[]): TensorInfo {
    return this.#engine.makeOutput(shape, "float32");
  }

  /** activation(x * filter + bias), also depthwise. */
  convolution(
    inputs: Readonly<Record<"x" | "filter", TensorInfo> & { readonly bias?: TensorInfo }>,
    attributes: FusedConvolutionAttributes,
  ): TensorInfo {
    return fusedConvolution(this.#engine, inputs, attributes);
  }

  /** activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). */
  normalize(x: TensorInfo, by: NormalizationInputs, attributes: NormalizationAttributes): TensorInfo {
    return normalize(this.#engine, x, by, attributes);
  }

  /** The depthwise convolution of that. */
  normalizedDepthwise(
    inputs: Readonly<Record<"x" | "filter", TensorInfo>>,
    by: NormalizationInputs,
    attributes: ConvolutionAttributes & NormalizationAttributes,
  ): TensorInfo {
    return normalizedDepthwise(this.#engine, inputs, by, attributes);
  }

  /** [batch, channels]: the means over the pixels. */
  imageMeans(x: TensorInfo): TensorInfo {
    return imageMeans(this.#engine, x);
  }

  /** x times its gate, and the 1x1 convolution of that if there is a filter. */
  squeezeExcite(
    x: TensorInfo,
    {
      reduce,
      expand,
      project,
    }: Readonly<Record<"reduce" | "expand", GateWeights>> & { project?: TensorInfo },
    attributes: GateAttributes,
  ): TensorInfo {
    const engine = this.#engine;
    const means = imageMeans(engine, x);
    const [reduceKernel, expandKernel] = [reduce.kernel, expand.kernel];
    const weights = { reduceKernel, reduceBias: reduce.bias, expandKernel, expandBias: expand.bias };
    const gate = gateValues(engine, { means, ...weights }, attributes);
    this.release(means);
    if (project !== undefined && isWorthGating(x)) {
      const y = gatedProjection(engine, { x, gate, filter: project });
      this.release(gate);
      return y;
    }
    const scaled = imageScale(engine, x, gate, undefined);
    this.release(gate);
    if (project === undefined) return scaled;
    const plain = { strides: 1, pad: "valid", depthwise: false, activation: "linear" } as const;
    const y = this.convolution({ x: scaled, filter: project }, plain);
    this.release(scaled);
    return y;
  }

  /** The sum of tensors of one shape, from the first to the last. */
  sum(tensors: readonly TensorInfo[]): TensorInfo {
    return addAll(this.#engine, tensors);
  }

  /** The same numbers in another shape. */
  view(x: TensorInfo, shape: readonly number[]): TensorInfo {
    if (sizeOf(shape) !== sizeOf(x.shape))
      throw new Error(`plan: ${String(x.shape)} is not of ${String(shape)}`);
    return { ...shareData(this.#engine, x), shape: [...shape] };
  }

  /** Makes the place of a result free. */
  release({ dataId }: TensorInfo): void {
    this.#engine.disposeData(dataId);
  }
}
