import { add, backend, engine, grads, memory, tensor, type Tensor, tidy, zeros } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoGpu } from "../../../fixtures/gpu.ts";
import { symmetric } from "../../../fixtures/rule.ts";
import { type ChosenBackend, useBackend } from "../../engine/useBackend.ts";
import { convolve } from "../convolution/convolve.ts";
import { batchNormalize } from "../normalization/batchNormalize.ts";

const missing = await whyNoGpu();
const SHAPE: [number, number, number, number] = [2, 32, 32, 9];
const SIZE = 2 * 32 * 32 * 9;

/** The numbers after they were 16-bit floats. */
async function rounded(numbers: readonly number[]): Promise<readonly number[]> {
  const x = tensor([...numbers]);
  const packed: Tensor = engine().runKernel("TensorloomPackHalves", { x }, {});
  const y: Tensor = engine().runKernel("TensorloomUnpackHalves", { packed }, { shape: x.shape });
  const found = Array.from(await y.data());
  expect(packed.shape).toEqual([Math.ceil(numbers.length / 2)]);
  for (const each of [x, packed, y]) each.dispose();
  return found;
}

/** What a convolution of a normalised image computes, and what it keeps for the backward pass. */
async function step(): Promise<{
  readonly output: Float32Array;
  readonly gradients: readonly Float32Array[];
  readonly kept: number;
}> {
  const before = memory().numBytes;
  const inputs = [
    tensor(symmetric("x", SHAPE), SHAPE),
    tensor(symmetric("filter", [3, 3, 9, 9]), [3, 3, 9, 9]),
  ];
  let kept = 0;
  let output: Tensor | undefined;
  const found = tidy(() => {
    const forward = (x: Tensor, filter: Tensor): Tensor => {
      const normalized = batchNormalize(x, { epsilon: 1e-3, activation: "swish" }).y;
      const options = { depthwise: false, strides: [1, 1] as [number, number], pad: "same" as const };
      const y = convolve(normalized as never, filter as never, options);
      normalized.dispose();
      kept = memory().numBytes - before;
      output = engine().keep(y.clone());
      return y;
    };
    return grads(forward)(inputs, tensor(symmetric("dy", SHAPE), SHAPE));
  });
  const gradients: Float32Array[] = [];
  for (const each of found) gradients.push(await each.data<"float32">());
  const outputs = (await output?.data<"float32">()) ?? new Float32Array();
  for (const each of [...inputs, ...found, output]) each?.dispose();
  expect(memory().numBytes).toBe(before);
  return { output: outputs, gradients, kept };
}

const BACKENDS = ["wasm", "webgpu"] as const;
const skipped = missing === undefined ? "" : ` (webgpu is skipped: ${missing})`;

describe.each(missing === undefined ? BACKENDS : BACKENDS.slice(0, 1))(
  `activations kept as 16-bit floats: %s${skipped}`,
  (name) => {
    let chosen: ChosenBackend;
    let exact: Awaited<ReturnType<typeof step>>;

    beforeAll(async () => {
      chosen = await useBackend(name);
      exact = await step();
      chosen.dispose();
      chosen = await useBackend(name, { activations: "float16" });
    }, 300_000);
    afterAll(() => {
      chosen.dispose();
    });

    it("says so", () => {
      expect(chosen.reason).toMatch(/, activations kept as float16$/);
    });

    it.each([1, 2, 3, 4, 8])("the first %i of some numbers are those of IEEE 754 binary16", async (count) => {
      // 1 + 2^-10 and 2^-14 are the spacing at 1 and the smallest normal number
      const numbers = [1 + 2 ** -10, -(2 ** -14), 65504, 0, -0.5, 1e6, -1e6, 2048].slice(0, count);
      const expected = [1 + 2 ** -10, -(2 ** -14), 65504, 0, -0.5, 65504, -65504, 2048].slice(0, count);
      expect(await rounded(numbers)).toEqual(expected);
    });

    it("a number between two of them becomes one of the two", async () => {
      const [third] = await rounded([1 / 3]);
      expect([1365 * 2 ** -12, 1366 * 2 ** -12]).toContain(third); // 11 binary digits
    });

    it("outputs are exact, gradients agree to three digits, and what is kept takes half the memory", async () => {
      const found = await step();
      expect(found.output).toEqual(exact.output);
      for (const [nth, gradient] of exact.gradients.entries()) {
        const scale = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const difference = gradient.reduce(
          (most, value, at) => Math.max(most, Math.abs(value - found.gradients[nth][at])),
          0,
        );
        expect(difference / scale).toBeLessThan(1e-3);
        expect(difference).toBeGreaterThan(0); // they were rounded
      }
      // two images are saved; tfjs counts the bytes of a saved tensor by themselves
      expect(exact.kept - found.kept).toBe(2 * 2 * SIZE);
    });

    it("a tensor of few numbers stays as it is, and a later start without the option has none of it", async () => {
      chosen.dispose();
      chosen = await useBackend(name);
      const x = tidy(() => add(zeros([4]), 1));
      expect(() => engine().runKernel("TensorloomPackHalves", { x }, {})).toThrow(/TensorloomPackHalves/);
      x.dispose();
      expect(backend()).toBeDefined();
    });
  },
);
