import { div, type Tensor, tidy, zeros } from "@tensorflow/tfjs-core";
import { differentiate } from "./differentiable.ts";
import { imageMeans, imageScale } from "./imageOps.ts";

/** Global average pooling, [batch, channels]; its gradient is one pass that writes what every pixel of an image gets. */
export function globalMeans(x: Tensor): Tensor {
  const [, height, width] = x.shape;
  const [y] = differentiate({
    inputs: { x },
    forward(save) {
      save([x]);
      return [imageMeans(x)];
    },
    backward: (dy, [input]) => ({
      x: () => tidy(() => imageScale(input, zeros(dy.shape), div(dy, height * width))),
    }),
  });
  return y;
}
