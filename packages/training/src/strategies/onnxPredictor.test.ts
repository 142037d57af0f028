import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { findRuntime, type Runtime } from "@tensorloom/onnx/internal";
import { expect, it } from "vitest";
import { onnxPredictor } from "./onnxPredictor.ts";

const { runtime } = (await findRuntime({ threads: 1 })) as { readonly runtime: Runtime }; // the test is skipped without

it.skipIf((runtime as Runtime | undefined) === undefined)(
  "passes that overlap compile a model once, and close releases it",
  async () => {
    await useBackend("cpu");
    const { module, ...others } = runtime;
    const sessions = { created: 0, released: 0 };
    const create: typeof module.InferenceSession.create = async (...options) => {
      const session = await module.InferenceSession.create(...options);
      sessions.created++;
      return {
        run: (...args) => session.run(...args),
        release() {
          sessions.released++;
          return session.release();
        },
      };
    };
    const counting = { env: module.env, Tensor: module.Tensor, InferenceSession: { create } };
    const model = sequential({
      layers: [layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })],
    });
    const predictor = onnxPredictor("infer", model, { ...others, module: counting });
    const batch = { inputs: { data: Float32Array.of(1, 2), shape: [1, 2] } };
    const outputs = await Promise.all([1, 2, 3].map(() => predictor.predictBatch(batch)));
    expect(outputs.map(({ data }) => [...data])).toEqual([[3], [3], [3]]);
    expect(sessions).toEqual({ created: 1, released: 0 });
    await predictor.close();
    expect(sessions).toEqual({ created: 1, released: 1 });
  },
);
