import { random } from "@tensorloom/core";
import { integer, oneOf } from "@tensorloom/core/internal";
import { initializers, type layers } from "@tensorflow/tfjs-layers";

/** A `kernelInitializer` of a tfjs layer. */
type Initializer = NonNullable<Parameters<typeof layers.dense>[0]["kernelInitializer"]>;

/** Initializers for the kernels of a new network. */
export interface KernelInitializers {
  /** For the next convolution. */
  convolution(): Initializer;
  /** For the classifier. */
  dense(): Initializer;
}

/**
 * Options of {@link kernelInitializers}.
 *
 * @inline
 */
export interface KernelInitializerOptions {
  /** `"random"`: the paper's distributions; `"zeros"`: faster, if weights are loaded next. Default `"random"`. */
  readonly initialWeights?: "random" | "zeros" | undefined;
  /** Seed of the random kernels: equal seeds build equal networks. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Checks the options and returns initializers for the kernels.
 *
 * @throws RangeError or TypeError if an option is invalid.
 */
export function kernelInitializers({
  initialWeights: kind = "random",
  seed = 0,
}: KernelInitializerOptions): KernelInitializers {
  oneOf("buildEfficientNet: initialWeights", kind, ["random", "zeros"]);
  integer("buildEfficientNet: seed", seed);
  return kind === "zeros" ? ZEROS : randomInitializers(seed);
}

const ZEROS: KernelInitializers = { convolution: () => "zeros", dense: () => "zeros" };

/**
 * Initializers with variance 2 / fan out for convolutions and 1 / (3 fan out) for the classifier.
 *
 * Each kernel gets a seed of its own.
 *
 * @see keras/src/applications/efficientnet.py, CONV_KERNEL_INITIALIZER and DENSE_KERNEL_INITIALIZER
 */
function randomInitializers(seed: number): KernelInitializers {
  const seeds = random(seed);
  const next = (): number => seeds.integer(2 ** 31);
  return {
    convolution: () =>
      initializers.varianceScaling({
        scale: 2,
        mode: "fanOut",
        distribution: "truncatedNormal",
        seed: next(),
      }),
    dense: () =>
      initializers.varianceScaling({ scale: 1 / 3, mode: "fanOut", distribution: "uniform", seed: next() }),
  };
}
