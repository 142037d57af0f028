import { add, mean, mul, reshape, sum, type Tensor } from "@tensorflow/tfjs-core";
import { leanKernel } from "./leanKernel.ts";

/** [batch, channels] as [batch, 1, 1, channels]. */
function spread(values: Tensor): Tensor {
  const [batch, channels] = values.shape;
  return reshape(values, [batch, 1, 1, channels]);
}

/** [batch, channels]: the mean over the pixels of each image. */
export function imageMeans(x: Tensor): Tensor {
  return leanKernel("TensorloomImageMeans", { x }, () => [mean(x, [1, 2])])[0];
}

/** [batch, channels]: the sum over the pixels of each image of x * y. */
export function imageDots(x: Tensor, y: Tensor): Tensor {
  return leanKernel("TensorloomImageDots", { x, y }, () => [sum(mul(x, y), [1, 2])])[0];
}

/** x * scale + shift, scale and shift [batch, channels]. */
export function imageScale(x: Tensor, scale: Tensor, shift?: Tensor): Tensor {
  return leanKernel("TensorloomImageScale", { x, scale, shift }, () => {
    const scaled = mul(x, spread(scale));
    return [shift === undefined ? scaled : add(scaled, spread(shift))];
  })[0];
}
