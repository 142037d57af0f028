import { tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Predictor as CompiledPredictor, Runtime } from "@tensorloom/onnx/internal";
import { type InputBatch, inputArrays, toArray } from "../batch/batch.ts";
import { applyFinalActivation, type LogitsArray, toLogits } from "../losses/logits.ts";
import { checkInputs } from "../step/forward.ts";
import { runOnnx } from "./runOnnx.ts";
import type { Predictor } from "./trainer.ts";

/** Predicts with ONNX Runtime. The model is compiled at the first batch, and again when its weights have changed. */
export function onnxPredictor(caller: string, model: LayersModel, runtime: Runtime): Predictor {
  let compiled: CompiledPredictor | undefined;

  async function predictLogits(batch: InputBatch): Promise<LogitsArray> {
    const inputs = inputArrays(caller, batch);
    checkInputs(caller, model, inputs);
    return runOnnx(`${caller}: ${model.name}`, async () => {
      const { compilePredictor } = await import("@tensorloom/onnx/internal"); // loads with the first batch
      compiled ??= await compilePredictor(model, runtime);
      return { values: await compiled.run(inputs), activation: compiled.activation };
    });
  }
  return {
    predictLogits,
    async predictBatch(batch) {
      const logits = await predictLogits(batch);
      if (logits.activation === undefined) return logits.values;
      const outputs = tidy(() => applyFinalActivation(toLogits(logits)));
      try {
        return await toArray(outputs);
      } finally {
        outputs.dispose();
      }
    },
    async close() {
      await compiled?.dispose();
    },
  };
}
