import { random } from "@tensorloom/core";
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

/** Zeros everywhere: for a network whose weights are loaded at once, which saves the time to draw them. */
export const zeroWeights: InitialWeights = {
  convolution: () => "zeros",
  dense: () => "zeros",
};

/**
 * The paper's distributions, each kernel with a seed of its own.
 *
 * @see keras/src/applications/efficientnet.py, CONV_KERNEL_INITIALIZER and DENSE_KERNEL_INITIALIZER
 */
export function randomWeights(seed: number): InitialWeights {
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
