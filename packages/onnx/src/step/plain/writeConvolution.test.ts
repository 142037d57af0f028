import "@tensorflow/tfjs-backend-cpu";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { allVariables } from "@tensorloom/graph/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { randomNumbers, randomWeights } from "../../../fixtures/stepDifference.ts";
import { differenceOf, onnxStep } from "../../../fixtures/trainStep.ts";

const SIDE = 7;
const CHANNELS = 2;
const FILTERS = 3;

/** The mean squared error of a dilated 3x3 convolution without padding, in double precision. */
function lossOf(
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  targets: ArrayLike<number>,
  dilation: number,
): number {
  const out = SIDE - 2 * dilation;
  let sum = 0;
  for (let row = 0; row < out; row++)
    for (let column = 0; column < out; column++)
      for (let filter = 0; filter < FILTERS; filter++) {
        let y = 0;
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++)
            for (let channel = 0; channel < CHANNELS; channel++) {
              const pixel = (row + i * dilation) * SIDE + column + j * dilation;
              y +=
                x[pixel * CHANNELS + channel] * kernel[((i * 3 + j) * CHANNELS + channel) * FILTERS + filter];
            }
        sum += (y - targets[(row * out + column) * FILTERS + filter]) ** 2;
      }
  return sum / (out * out * FILTERS);
}

describe.skipIf(!hasRuntime)("a convolution", () => {
  beforeAll(() => useBackend("cpu"));

  it.each([1, 2])("of dilation %i has the gradients of numerical differences", async (dilation) => {
    const out = SIDE - 2 * dilation;
    const model = sequential({
      layers: [
        layers.dense({ units: CHANNELS, inputShape: [SIDE, SIDE, CHANNELS], useBias: false, name: "before" }),
        layers.conv2d({
          filters: FILTERS,
          kernelSize: 3,
          dilationRate: dilation,
          useBias: false,
          name: "convolution",
        }),
      ],
    });
    randomWeights(model);
    const read = (name: string): Float64Array =>
      Float64Array.from(allVariables(model).get(name)?.dataSync() ?? []);
    const inputs = [randomNumbers([1, SIDE, SIDE, CHANNELS], 3)];
    const targets = randomNumbers([1, out, out, FILTERS], 4);
    const { loss, gradients } = await onnxStep(model, {
      inputs,
      targets,
      loss: { name: "meanSquaredError" },
    });

    const [before, kernel] = [read("before/kernel"), read("convolution/kernel")];
    const hidden = (matrix: ArrayLike<number>): readonly number[] =>
      Array.from({ length: SIDE * SIDE }, (_, pixel) => {
        const [a, b] = inputs[0].data.subarray(2 * pixel, 2 * pixel + 2);
        return [a * matrix[0] + b * matrix[2], a * matrix[1] + b * matrix[3]];
      }).flat();
    const at = (matrix: ArrayLike<number>, values: ArrayLike<number>): number =>
      lossOf(hidden(matrix), values, targets.data, dilation);
    const differences = (values: Float64Array, compute: (moved: Float64Array) => number): readonly number[] =>
      Array.from(values, (_, place) => {
        const moved = (by: number): Float64Array =>
          values.map((value, i) => (i === place ? value + by : value));
        return (compute(moved(1e-5)) - compute(moved(-1e-5))) / 2e-5;
      });
    expect(loss).toBeCloseTo(at(before, kernel), 5);
    const ofKernel = differences(kernel, (values) => at(before, values));
    expect(differenceOf(gradients.get("convolution/kernel") ?? [], ofKernel)).toBeLessThan(1e-5);
    const ofBefore = differences(before, (values) => at(values, kernel));
    expect(differenceOf(gradients.get("before/kernel") ?? [], ofBefore)).toBeLessThan(1e-5);
  });
});
