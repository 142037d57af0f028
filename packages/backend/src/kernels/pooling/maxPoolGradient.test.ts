import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers"; // registers the gradients of tfjs-core
import {
  grad,
  maxPool,
  memory,
  type Scalar,
  setBackend,
  sum,
  type Tensor,
  tensor,
  type Tensor4D,
  tidy,
} from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useBackend } from "../../engine/useBackend.ts";

beforeAll(() => useBackend("wasm"));
afterAll(() => setBackend("cpu"));

/** The gradient of the sum of the windows. */
function gradient(
  values: readonly number[],
  shape: number[],
  size: number,
  stride: number,
  pad: "same" | "valid",
) {
  const pool = (x: Tensor): Tensor => maxPool(x as Tensor4D, size, stride, pad); // the shape has four sides
  const dx = tidy(() => grad((x) => sum<Scalar>(pool(x)))(tensor([...values], shape)));
  const found = [...dx.dataSync()];
  dx.dispose();
  return found;
}

it.each<readonly [string, Parameters<typeof gradient>, readonly number[]]>([
  ["zeros, as after ReLU: the first", [[0, 0, 0, 0], [1, 2, 2, 1], 2, 2, "valid"], [1, 0, 0, 0]],
  ["negative numbers", [[-3, -1, -2, -4], [1, 2, 2, 1], 2, 2, "valid"], [0, 1, 0, 0]],
  [
    "two channels, two images",
    [[1, 8, 2, 7, 4, 5, 3, 6], [2, 1, 2, 2], 2, 1, "same"],
    [0, 1, 2, 1, 1, 0, 1, 2],
  ],
  ["overlapping windows", [[-1, 5, -2], [1, 1, 3, 1], 1, 1, "valid"], [1, 1, 1]],
  [
    "windows over the border",
    [[1, -5, -6, 0, 2, 1, 0, 0, 0], [1, 3, 3, 1], 2, 2, "same"],
    [0, 0, 0, 0, 1, 1, 1, 0, 1],
  ],
])("goes to the largest number of each window: %s", (_, values, expected) => {
  const before = memory().numTensors;
  expect(gradient(...values)).toEqual(expected);
  expect(memory().numTensors).toBe(before);
});
