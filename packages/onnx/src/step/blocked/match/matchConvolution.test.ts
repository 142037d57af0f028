import "@tensorflow/tfjs-backend-cpu";
import { input, layers, model, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { blockOfRuntime } from "../../../../fixtures/blockOfRuntime.ts";
import {
  act,
  apply,
  chain,
  convolution,
  depthwise,
  frozenNorm,
  gate,
  modelOf,
  norm,
  pointwise,
  zeroPad,
} from "../../../../fixtures/imageModels.ts";
import { stepDifference } from "../../../../fixtures/stepDifference.ts";
import { lowerModel } from "../../../net/lowerModel.ts";
import { mergePads } from "../../../net/mergePads.ts";
import { NetIndex } from "../../../net/netIndex.ts";
import { BlockedLayout } from "../../blockedLayout.ts";
import { matchConvolution } from "./matchConvolution.ts";

const block = await blockOfRuntime();

const CASES: readonly (readonly [string, number[], (x: SymbolicTensor) => SymbolicTensor])[] = [
  ["1x1, more channels", [5, 7, 10], chain(pointwise(24), norm, act("swish"))],
  ["1x1, more channels, a large image", [30, 28, 5], chain(pointwise(8), norm, act("swish"))],
  ["1x1, fewer channels", [5, 7, 24], chain(pointwise(10), norm, act("relu"))],
  ["1x1, fewer channels, a large image", [28, 30, 10], chain(pointwise(3), norm, act("relu6"))],
  [
    "1x1 with a bias and no normalisation",
    [4, 4, 5],
    chain(pointwise(10, { useBias: true }), act("sigmoid")),
  ],
  ["1x1 of stride 2", [5, 6, 10], chain(pointwise(5, { strides: 2 }), norm, act("relu"))],
  [
    "1x1 of frozen weights",
    [4, 4, 5],
    chain(pointwise(10), norm, act("relu"), pointwise(12, { trainable: false }), norm),
  ],
  [
    "frozen normalisation",
    [4, 4, 5],
    chain(pointwise(10), frozenNorm, act("swish"), pointwise(3), frozenNorm),
  ],
  ["frozen normalisation and a bias", [4, 4, 5], chain(pointwise(10, { useBias: true }), frozenNorm)],
  ["3x3 from 3 channels", [9, 8, 3], chain(convolution(10, 3, { strides: 2 }), norm, act("swish"))],
  ["3x3 from 3 channels, a large image", [57, 56, 3], chain(convolution(5, 3, { strides: 2 }), norm)],
  [
    "3x3 from 3 channels, frozen normalisation",
    [9, 8, 3],
    chain(convolution(10, 3), frozenNorm, act("relu")),
  ],
  ["3x3 with padding before it", [8, 9, 3], chain(zeroPad([[0, 1], [1, 1]]), convolution(10, 3, { strides: 2, padding: "valid" }), norm)], // prettier-ignore
  [
    "3x3 twice",
    [6, 5, 3],
    chain(convolution(10, 3), norm, act("relu"), convolution(5, 3), norm, act("relu")),
  ],
  [
    "3x3 with a bias only",
    [6, 5, 10],
    chain(pointwise(10), convolution(5, 3, { useBias: true }), act("relu")),
  ],
  ["3x3 of stride 2", [7, 6, 10], chain(pointwise(10), convolution(5, 3, { strides: 2 }), norm, act("relu"))],
  [
    "3x5 without padding",
    [7, 8, 10],
    chain(pointwise(10), convolution(5, [3, 5], { padding: "valid" }), norm),
  ],
  ["depthwise 3", [6, 5, 10], chain(pointwise(10), depthwise(3), norm, act("swish"))],
  ["depthwise 5", [6, 5, 3], chain(depthwise(5), norm, act("relu6"))],
  ["depthwise 7, larger than the image", [4, 4, 24], chain(pointwise(24), depthwise(7), norm)],
  [
    "depthwise 3 of stride 2, even sides",
    [6, 8, 10],
    chain(pointwise(10), depthwise(3, { strides: 2 }), norm),
  ],
  [
    "depthwise 3 of stride 2, odd sides",
    [7, 9, 10],
    chain(pointwise(10), depthwise(3, { strides: 2 }), norm),
  ],
  [
    "depthwise 5 of stride 2, one odd side",
    [7, 8, 10],
    chain(pointwise(10), depthwise(5, { strides: 2 }), norm),
  ],
  ["depthwise of stride 2 without padding", [8, 9, 5], chain(pointwise(5), depthwise(3, { strides: 2, padding: "valid" }), norm)], // prettier-ignore
  ["depthwise of stride 3", [8, 9, 5], chain(pointwise(5), depthwise(3, { strides: 3 }), norm)],
  ["depthwise with padding before it", [8, 7, 5], chain(pointwise(5), zeroPad([[1, 2], [2, 1]]), depthwise(5, { strides: 2, padding: "valid" }), norm, act("swish"))], // prettier-ignore
  ["depthwise and frozen normalisation", [6, 7, 5], chain(pointwise(5), depthwise(3, { strides: 2 }), frozenNorm, act("swish"))], // prettier-ignore
  ["depthwise with a bias only", [6, 7, 5], chain(depthwise(3, { useBias: true }), act("relu"))],
];

describe.skipIf(block === undefined)("a part in blocks of channels", () => {
  const blocked = new BlockedLayout(block ?? 8);
  beforeAll(() => useBackend("cpu"));

  it.each(CASES)("has tfjs's gradients: %s", async (_name, shape, body) => {
    expect(await stepDifference(modelOf(shape, body), { blocked })).toBeLessThan(1e-4);
  });

  it.each([
    ["a small image", 5, norm],
    ["a large image", 28, norm],
    ["a small image, frozen normalisation", 5, frozenNorm],
    ["a large image, frozen normalisation", 28, frozenNorm],
  ] as const)("has tfjs's gradients of a gate: %s", async (_name, side, normalize) => {
    const gated = modelOf([side, side, 10], (x) =>
      chain(pointwise(5), normalize, act("relu"))(gate(24)(chain(pointwise(24), norm, act("swish"))(x))),
    );
    expect(await stepDifference(gated, { blocked })).toBeLessThan(1e-4);
  });

  it.each([
    ["live", norm],
    ["frozen", frozenNorm],
  ] as const)(
    "has tfjs's gradients of an inverted residual block: %s normalisation",
    async (_name, normalize) => {
      const block = modelOf([6, 7, 5], (x) => {
        const y = chain(pointwise(10), normalize)(x);
        const z = chain(pointwise(24), normalize, act("swish"), depthwise(3), normalize, act("swish"))(y);
        const w = chain(pointwise(10), normalize)(gate(24)(z));
        return chain(act("relu"), pointwise(5), normalize, act("relu"))(apply(layers.add(), [w, y]));
      });
      expect(await stepDifference(block, { blocked })).toBeLessThan(1e-4);
    },
  );

  it("has tfjs's gradients of a sum of two branches and its activation", async () => {
    const sum = modelOf([6, 7, 5], (x) => {
      const y = chain(convolution(10, 3), norm, act("relu"))(x);
      const a = chain(convolution(24, 3, { strides: 2 }), norm)(y);
      const b = chain(pointwise(24, { strides: 2 }), norm, act("swish"))(y);
      return apply(act("relu")(), apply(layers.add(), [a, b]));
    });
    expect(await stepDifference(sum, { blocked })).toBeLessThan(1e-4);
  });

  it("computes a convolution, its normalisation, activation and residual sum together", () => {
    const image = input({ shape: [8, 8, 5] });
    const y = chain(zeroPad([[1, 1], [1, 1]]), convolution(5, 3, { padding: "valid" }), norm, act("swish"))(image); // prettier-ignore
    const net = mergePads(lowerModel(model({ inputs: image, outputs: apply(layers.add(), [y, image]) })));
    const matched = matchConvolution(net.ops[net.ops.length - 1], new NetIndex(net));
    expect(matched?.ops.map(({ kind }) => kind)).toEqual([
      "convolution",
      "normalization",
      "activation",
      "merge",
    ]);
  });
});
