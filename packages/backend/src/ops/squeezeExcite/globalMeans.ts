import { div, type Tensor, tidy, zeros } from "@tensorflow/tfjs-core";
import { differentiate } from "../gradients/differentiate.ts";
import { imageMeans, imageScale } from "./imageOps.ts";

/**
 * Global average pooling: [batch, height, width, channels] to [batch, channels].
 *
 * The gradient is one pass that writes the same number to every pixel of an image.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { globalMeans } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * globalMeans(ones([1, 2, 2, 3])).dataSync(); // => Float32Array.of(1, 1, 1)
 * ```
 */
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
