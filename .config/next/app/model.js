/* The model of the page, for the server and the browser. */
import { initializers, layers, sequential } from "@tensorflow/tfjs-layers";

export const SIDE = 8;

export function createModel() {
  const seeded = (seed) => initializers.glorotUniform({ seed });
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [SIDE, SIDE, 3] }),
      layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", kernelInitializer: seeded(1) }),
      layers.flatten(),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: seeded(2) }),
    ],
  });
}
