import { random } from "@tensorloom/core";
import { integer, oneOf } from "@tensorloom/core/internal";
import { initializers, type layers } from "@tensorflow/tfjs-layers";

/** What a weight is made of when its layer is built. */
export type Initializer = NonNullable<Parameters<typeof layers.dense>[0]["kernelInitializer"]>;

/** What a new network's kernels hold. */
export interface InitialWeights {
  /** For the next convolution. */
  convolution(): Initializer;
  /** For the classifier. */
  dense(): Initializer;
}

/** What new kernels are to hold. */
export interface InitialWeightsOptions {
  /** The paper's distributions, or zeros: quicker, for a network whose weights are loaded at once. Default `"random"`. */
  readonly initialWeights?: "random" | "zeros";
  /** Names the random kernels: the same seed, the same network. Default 0. */
  readonly seed?: number;
}

/** @throws RangeError or TypeError where an option is out of its range. */
export function initialWeights({
  initialWeights: kind = "random",
  seed = 0,
}: InitialWeightsOptions): InitialWeights {
  oneOf("buildEfficientNet: initialWeights", kind, ["random", "zeros"]);
  integer("buildEfficientNet: seed", seed);
  return kind === "zeros" ? ZEROS : drawn(seed);
}

const ZEROS: InitialWeights = { convolution: () => "zeros", dense: () => "zeros" };

/**
 * Variance 2 / fan out for convolutions, 1 / (3 fan out) for the classifier, each kernel with a seed of its own.
 *
 * @see keras/src/applications/efficientnet.py, CONV_KERNEL_INITIALIZER and DENSE_KERNEL_INITIALIZER
 */
function drawn(seed: number): InitialWeights {
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
