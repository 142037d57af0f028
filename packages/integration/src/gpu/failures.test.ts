import { describe, expect, it } from "vitest";
import { whyNoGpu } from "../../../backend/fixtures/gpu.ts";
import { type Ended, runProgram } from "../../../backend/fixtures/runProgram.ts";

const missing = await whyNoGpu();

const START = `
  import { backend } from "@tensorflow/tfjs-core";
  import { layers, sequential } from "@tensorflow/tfjs-layers";
  import { useBackend } from "@tensorloom/backend";
  import { fromArray } from "@tensorloom/data";
  import { fit, meanSquaredError, predict } from "@tensorloom/training";
  const model = () =>
    sequential({
      layers: [layers.globalAveragePooling1d({ inputShape: [2 ** 15, 4] }), layers.dense({ units: 1 })],
    });
  const batch = (rows) => ({
    inputs: { data: new Float32Array(rows * 2 ** 17), shape: [rows, 2 ** 15, 4] },
    targets: { data: new Float32Array(rows), shape: [rows, 1] },
  });
  const options = { epochs: 1, loss: meanSquaredError(), engine: "tfjs" };`;

const run = (program: string): Ended => runProgram(START + program, import.meta.dirname);

describe.skipIf(missing !== undefined)(
  `runs that fail on a GPU (${missing ?? "present"})`,
  { timeout: 240_000 },
  () => {
    it("a batch that is larger than a tensor may be names the limit and what to lower; a smaller one trains", () => {
      const { stdout, status } = run(`
      const { create, globals } = await import("webgpu");
      const dawn = (globalThis.dawn = create([])); // it must live as long as its device
      const adapterOfLowLimits = async () => {
        const adapter = await dawn.requestAdapter();
        return {
          info: adapter.info,
          features: adapter.features,
          limits: {}, // the device then has WebGPU's defaults, and enforces them: 128 MB for a tensor
          requestDevice: (descriptor) => adapter.requestDevice(descriptor),
        };
      };
      const load = (name) =>
        name === "webgpu"
          ? Promise.resolve({ globals, create: () => ({ requestAdapter: adapterOfLowLimits }) })
          : import(name);
      const gpu = await useBackend("webgpu", { load });
      for (const rows of [257, 4])
        await fit(model(), { ...options, train: fromArray([batch(rows)]) }).then(
          ({ steps }) => console.log("trained", steps),
          (error) => console.log(error.name, error.message),
        );
      await predict(model(), fromArray([batch(257)]), { engine: "tfjs" }).catch((error) =>
        console.log(error.name, error.message),
      );
      gpu.dispose();`);
      const tooLarge = expect.stringMatching(
        /^OutOfMemoryError .*one tensor of 129 MB is larger than this GPU allows \(maxStorageBufferBindingSize: 128 MB\); lower the batch size or the image size/,
      ) as string;
      expect(stdout.trim().split("\n")).toEqual([tooLarge, "trained 1", tooLarge]);
      expect(status).toBe(0);
    });

    it("a GPU that is lost during a run ends the program with the error", () => {
      const { stdout, stderr, status } = run(`
      await useBackend("webgpu");
      await fit(model(), {
        ...options,
        train: fromArray([batch(1), batch(1), batch(1)]),
        callbacks: [
          {
            onStepEnd({ step }) {
              console.log("step", step);
              if (step === 1) backend().device.destroy();
            },
          },
        ],
      });
      console.log("not reached");`);
      expect(stdout.trim().split("\n")).toEqual(["step 0", "step 1"]);
      expect(stderr).toContain("GpuError: webgpu: the GPU's device was destroyed, and its tensors with it");
      expect(status).toBe(1);
    });
  },
);
