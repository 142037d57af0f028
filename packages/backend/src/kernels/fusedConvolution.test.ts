import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { registerGradientKernels } from "./register.ts";

beforeAll(() => {
  tf.env().set("IS_TEST", true);
  registerGradientKernels();
});

const convolutions = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  side: fc.integer({ min: 3, max: 11 }),
  channels: fc.constantFrom(1, 3, 8, 13),
  outChannels: fc.constantFrom(1, 5, 8, 17),
  kernel: fc.constantFrom(1, 3),
  stride: fc.constantFrom(1, 2),
  pad: fc.constantFrom("same" as const, "valid" as const),
  biased: fc.boolean(),
  activation: fc.constantFrom("linear" as const, "relu" as const, "relu6" as const, "sigmoid" as const),
});

it("agrees with the cpu backend, with and without bias, for its own activations and for tfjs's", async () => {
  await fc.assert(
    fc.asyncProperty(convolutions, async (c) => {
      const values: Float32Array[] = [];
      for (const backend of ["cpu", "wasm"]) {
        await tf.setBackend(backend);
        const before = tf.memory().numTensors;
        const y = tf.tidy(() =>
          tf.fused.conv2d({
            x: tf.randomNormal<tf.Rank.R4>([c.batch, c.side, c.side, c.channels], 0, 1, "float32", 1),
            filter: tf.randomNormal<tf.Rank.R4>(
              [c.kernel, c.kernel, c.channels, c.outChannels],
              0,
              1,
              "float32",
              2,
            ),
            strides: c.stride,
            pad: c.pad,
            activation: c.activation,
            ...(c.biased && { bias: tf.randomNormal([c.outChannels], 0, 1, "float32", 3) }),
          }),
        );
        values.push((await y.data()) as Float32Array);
        y.dispose();
        expect(tf.memory().numTensors).toBe(before);
      }
      const [expected, found] = values;
      const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
      expect(found.length).toBe(expected.length);
      expect(worst).toBeLessThan(2e-4);
    }),
    { numRuns: 150 },
  );
});
