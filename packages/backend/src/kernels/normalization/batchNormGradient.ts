import {
  add,
  FusedBatchNorm,
  type FusedBatchNormAttrs,
  type GradConfig,
  type GradFunc,
  mul,
  rsqrt,
  sub,
  sum,
  tidy,
} from "@tensorflow/tfjs-core";

/**
 * The gradient of `tf.batchNorm` in closed form, for statistics per channel.
 *
 * tfjs's own tiles them to the size of the images, which takes most of a train step's time and memory.
 *
 * With r = (variance + epsilon)^-1/2 and sums over all but the channels: dx = dy * scale * r, doffset = sum(dy),
 * dscale = r * sum(dy * (x - mean)), dmean = -scale * r * doffset, dvariance = -scale * r^2 * dscale / 2.
 *
 * @param stock - tfjs's gradient, for statistics of another shape.
 */
export function batchNormGradient(stock: GradFunc): GradConfig {
  return {
    kernelName: FusedBatchNorm,
    inputsToSave: ["x", "mean", "variance", "scale"],
    gradFunc: (dy, saved, attributes) => {
      const [x, mean, variance, scale] = saved;
      const byChannel = [mean, variance, scale].every(({ rank }) => rank === 1);
      if (!byChannel || Array.isArray(dy)) return stock(dy, saved, attributes);
      // the kernel that ran was batchNorm, and these are its attributes
      const { varianceEpsilon } = attributes as unknown as FusedBatchNormAttrs;
      const r = tidy(() => rsqrt(add(variance, varianceEpsilon)));
      const factor = mul(r, scale);
      const axes = dy.shape.slice(0, -1).map((_, axis) => axis);
      const dOffset = sum(dy, axes);
      const dScale = tidy(() => mul(r, sum(mul(dy, sub(x, mean)), axes)));
      return {
        x: () => mul(dy, factor),
        mean: () => mul(mul(factor, dOffset), -1),
        variance: () => mul(mul(mul(factor, r), dScale), -0.5),
        scale: () => dScale,
        offset: () => dOffset,
      };
    },
  };
}
