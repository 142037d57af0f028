import { describe, expect, it } from "vitest";
import type { NetOpOf, NetPadding } from "./net.ts";
import { windowPadding } from "./windowPadding.ts";

interface Window {
  readonly sides: readonly [number | null, number | null];
  readonly kernel: number;
  readonly stride: number;
  readonly dilation?: number;
  readonly padding?: NetPadding;
}

function convolution({
  sides,
  kernel,
  stride,
  dilation = 1,
  padding = "same",
}: Window): NetOpOf<"convolution"> {
  return {
    kind: "convolution",
    layer: "conv",
    inputs: [{ name: "x", shape: [...sides, 1] }],
    output: { name: "y", shape: [null, null, 1] },
    kernel: { name: "conv/kernel", shape: [kernel, kernel, 1, 1], trainable: true },
    bias: undefined,
    depthwise: false,
    strides: [stride, stride],
    dilations: [dilation, dilation],
    padding,
  };
}

describe("windowPadding", () => {
  /** Expected by TensorFlow's formula: `max((ceil(side / stride) - 1) * stride + window - side, 0)`, the odd one last. */
  it.each<readonly [Window, readonly (readonly number[])[] | undefined]>([
    [
      { sides: [5, 6], kernel: 3, stride: 1 },
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      { sides: [5, 6], kernel: 3, stride: 2 },
      [
        [1, 1],
        [0, 1],
      ],
    ],
    [
      { sides: [5, 6], kernel: 1, stride: 2 },
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      { sides: [5, 6], kernel: 5, stride: 3 },
      [
        [1, 2],
        [1, 1],
      ],
    ],
    [
      { sides: [5, 6], kernel: 2, stride: 1 },
      [
        [0, 1],
        [0, 1],
      ],
    ],
    [
      { sides: [5, 6], kernel: 3, stride: 1, dilation: 2 },
      [
        [2, 2],
        [2, 2],
      ],
    ],
    [
      { sides: [null, 6], kernel: 3, stride: 1, dilation: 2 },
      [
        [2, 2],
        [2, 2],
      ],
    ],
    [{ sides: [null, 6], kernel: 3, stride: 2 }, undefined],
    [
      { sides: [null, null], kernel: 3, stride: 2, padding: "valid" },
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      {
        sides: [5, 6],
        kernel: 3,
        stride: 2,
        padding: [
          [1, 2],
          [3, 4],
        ],
      },
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])("%j adds %j", (window, expected) => {
    expect(windowPadding(convolution(window))).toEqual(expected);
  });
});
