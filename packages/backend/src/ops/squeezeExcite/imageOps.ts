import { add, mean, mul, reshape, sum, type Tensor } from "@tensorflow/tfjs-core";
import { runFusedKernel } from "../runFusedKernel.ts";

/** [batch, channels] as [batch, 1, 1, channels]. */
function spread(values: Tensor): Tensor {
  const [batch, channels] = values.shape;
  return reshape(values, [batch, 1, 1, channels]);
}

/** [batch, channels]: the mean over the pixels of each image. */
export function imageMeans(x: Tensor): Tensor {
  return runFusedKernel("TensorloomImageMeans", { x }, () => [mean(x, [1, 2])])[0];
}

/** [batch, channels]: the sum over the pixels of each image of x * y. */
export function imageDots(x: Tensor, y: Tensor): Tensor {
  return runFusedKernel("TensorloomImageDots", { x, y }, () => [sum(mul(x, y), [1, 2])])[0];
}

/** x * scale + shift, scale and shift [batch, channels]. */
export function imageScale(x: Tensor, scale: Tensor, shift?: Tensor): Tensor {
  return runFusedKernel("TensorloomImageScale", { x, scale, shift }, () => {
    const scaled = mul(x, spread(scale));
    return [shift === undefined ? scaled : add(scaled, spread(shift))];
  })[0];
}
